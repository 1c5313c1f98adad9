#![allow(missing_docs)]
use indexmap::IndexMap;
pub struct Contract { pub name: String, pub columns: IndexMap<String, ()> }
