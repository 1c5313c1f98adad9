//! The parameters of an address, each taken out by whoever knows its name.

use super::AskError;

/// Names and values that nobody has read yet. An empty value is a field of a form that was left alone: it is none.
#[derive(Debug, Clone)]
pub struct Pairs<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Pairs<'a> {
    /// Those of an address or a command line.
    pub fn new(all: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self(all.into_iter().filter(|(_, value)| !value.is_empty()).collect())
    }

    /// Takes out a parameter that is given once at most.
    ///
    /// # Errors
    /// Where it is given twice.
    pub fn one(&mut self, name: &str) -> Result<Option<&'a str>, AskError> {
        let mut own = self.0.extract_if(.., |(own, _)| *own == name).map(|(_, value)| value);
        match (own.next(), own.next()) {
            (_, Some(_)) => Err(AskError::Twice { name: name.to_owned() }),
            (first, None) => Ok(first),
        }
    }

    /// Takes out all of a name, in their order.
    pub fn all(&mut self, name: &str) -> Vec<&'a str> {
        self.0.extract_if(.., |(own, _)| *own == name).map(|(_, value)| value).collect()
    }

    /// Takes out a number within bounds that is given once at most.
    ///
    /// # Errors
    /// Where it is given twice, is no number or lies outside.
    pub fn number(
        &mut self,
        name: &str,
        bounds: std::ops::RangeInclusive<usize>,
    ) -> Result<Option<usize>, AskError> {
        let Some(value) = self.one(name)? else { return Ok(None) };
        let number = value.parse().ok().filter(|number| bounds.contains(number));
        let wrong = || AskError::Value { name: name.to_owned(), value: value.to_owned() };
        number.ok_or_else(wrong).map(Some)
    }

    /// Whether a parameter is left.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(own, _)| *own == name)
    }
}

impl<'a> IntoIterator for Pairs<'a> {
    type Item = (&'a str, &'a str);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
