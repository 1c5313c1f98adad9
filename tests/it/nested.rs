//! Members that others lie below, beside these.

use super::shown::{page, served, toy};

#[test]
fn the_part_of_a_member_beside_those_below_it_says_that_it_is_what_names_none_of_them() {
    for (parents, told) in [
        ("a |\nb | a\nc | a", "a (not known where within it)"),
        // Nothing lies below it.
        ("a |\nb |\nc |", ">a<"),
    ] {
        let project = toy("[[panel]]\nkpi = \"N\"\nshow = \"table\"\nby = \"place\"\n");
        project
            .file(
                "queries/dimensions.toml",
                "[place]\ntitle = \"Place\"\ntable = \"places\"\nkey = \"code\"\nlabel = \"code\"\nparent = \"above\"\n\
                 [kind]\ntitle = \"Kind\"\nvalues = { x = \"Excellent\" }\n",
            )
            .table("places", &format!("code* | above\n{parents}"));
        let html = page(&served(project, "2025-12-31"), "/?period=2024");
        assert!(html.contains(told), "{told} is not in {html}");
        assert_eq!(html.matches("not known where within it").count(), usize::from(!told.starts_with('>')));
    }
}
