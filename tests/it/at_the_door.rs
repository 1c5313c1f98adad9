//! What somebody is told who signs in, in vain or not.

use axum::http::StatusCode;

use super::sign_in::House;

#[test]
fn what_was_typed_stands_in_the_field_again_and_nowhere_else() {
    let house = House::with_people();
    let answer = house.try_in("an%22%3E%3Cb%3E", "wrong wrong wrong");
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let text = answer.text();
    assert!(text.contains("name=\"name\" value=\"an&quot;&gt;&lt;b&gt;\""), "{text}");
    assert!(!text.contains("<b>") && !text.contains("wrong wrong"), "{text}");
    assert!(!format!("{:?}", answer.headers).contains("an\""));
    let long = house.try_in(&"x".repeat(4_000), "wrong wrong wrong").text();
    assert!(long.contains(&format!("value=\"{}\"", "x".repeat(64))), "{long}");
    assert!(!house.get("/sign-in", "").text().contains("value=\"an"));
}

#[test]
fn who_belongs_to_what_the_data_do_not_have_is_told_so() {
    let house = House::with_people();
    assert!(!house.get("/account", &house.sign_in("own")).text().contains("role=\"alert\""));
    house.edit("own", |own| drop(own.own.insert("ward".to_owned(), "w3".to_owned())));
    let told = house.get("/account", &house.sign_in("own")).text();
    assert!(told.contains("role=\"alert\"") && told.contains("w3") && told.contains("Ward"), "{told}");
}
