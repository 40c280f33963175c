//! What folds to what, and that folding folded text changes nothing.

use proptest::prelude::*;

use super::*;

/// A fold that moves twice would let one spelling pass the lexicon and its folded twin be caught.
#[test]
fn every_character_folds_to_a_fixed_point() {
    for character in ('\0'..=char::MAX).filter(|character| *character != '_') {
        let once = fold_text(&format!("a{character}b"));
        assert_eq!(fold_text(&once), once, "U+{:04X}", u32::from(character));
    }
}

#[test]
fn what_needs_no_page_folds_to_itself() {
    for character in ('\0'..=char::MAX).filter(|character| is_unchanged(*character)) {
        let folded = slow_fold(character);
        assert!(matches!(folded, Basic::One(same) if same == character), "{character}");
    }
}

/// A phrase that folds otherwise than a text would never be met in one.
#[test]
fn letters_fold_as_texts_do() {
    let folded = |text: &str| {
        let mut letters = String::new();
        let whole = fold_letters(text, &mut letters);
        assert!(!whole || letters == fold_text(text), "{text:?}");
        whole
    };
    for (text, whole) in [
        ("plain words, 3 of them", true),
        ("précédentes", true),
        ("e\u{301}té", true),
        ("забудь", true),
        ("忽略", true),
        ("Two", false),
        ("a  b", false),
        ("", false),
        (" a", false),
        ("a ", false),
        ("a_b", false),
        ("straße", false),
        ("a\u{200b}b", false),
    ] {
        assert_eq!(folded(text), whole, "{text}");
    }
    for character in '\0'..=char::MAX {
        folded(&format!("a{character}"));
        folded(&format!("a{character}b"));
    }
}

#[test]
fn disguises_fold_to_the_plain_words() {
    for disguised in [
        "Ｉｇｎｏｒｅ　ａｌｌ",
        "𝗜𝗴𝗻𝗼𝗿𝗲 𝖆𝖑𝖑",
        "i\u{336}g\u{336}n\u{336}o\u{336}r\u{336}e\u{336} a\u{301}ll",
        "Ig\u{ad}no\u{200b}re \u{2060}all",
        "Ιɡոоrе \u{a0}\n аll",
        "**Ig**nore __all__",
        "🅸🅶🅽🅾🆁🅴 ⓐⓛⓛ",
        "🇮🇬🇳🇴🇷🇪 ᴀʟʟ",
    ] {
        assert_eq!(fold_text(disguised), "ignore all", "{disguised}");
    }
    assert_eq!(fold_text("_call_ close_finding_ _now"), "call close_finding now");
}

/// Phrases are listed with the signs of a keyboard; texts have those of a typesetter.
#[test]
fn typeset_signs_fold_to_those_of_a_keyboard() {
    for (typeset, plain) in [
        ("don’t ‘say’ ‚it‛, thatʼs 5′", "don't 'say' 'it', that's 5'"),
        ("“one” „two‟ «three» 6″ 「four」", r#""one" "two" "three" 6" "four""#),
        ("now – or — never − at‐all", "now - or - never - at-all"),
        ("stop。 so， yes؟", "stop. so, yes?"),
        ("‹tool› ⟨call⟩ 【system】", "<tool> <call> [system]"),
    ] {
        assert_eq!(fold_text(typeset), plain);
    }
}

/// U+FDFA expands to eighteen characters: a short text must not become a long one.
#[test]
fn expansion_is_bounded() {
    let text = "\u{fdfa}\u{fb03}\u{33a7}".repeat(1000);
    assert!(fold_text(&text).chars().count() <= 4 * text.chars().count());
}

#[test]
fn what_was_joined_is_parted_again() {
    let folded = fold("ign\u{200b}ore\nall\u{200b}this, x\u{200b}.");
    assert_eq!((&*folded.text, &*folded.hidden_joins), ("ignore allthis, x.", &[3, 10][..]));
    let parted = folded.parted(0..folded.text.len());
    assert_eq!((&*parted.text, &*parted.line_starts), ("ign ore all this, x.", &[0, 8][..]));
    let part = folded.parted(7..14);
    assert_eq!((&*part.text, &*part.line_starts), ("all this", &[0][..]));
}

proptest! {
    /// A disguise is read where it stands in the folded text.
    #[test]
    fn what_stood_somewhere_is_found_in_the_folded_text(
        parts in prop::collection::vec("[a-zé]{1,30}|[ \n*]{1,4}|[\u{200b}\u{300}]{1,90}|忽略|[\u{fdfa}ﬁ]{1,40}|[a-z ]{80,300}", 1..40),
        from in any::<prop::sample::Index>(),
        length in 0_usize..400,
    ) {
        let text = parts.concat();
        let from = text.floor_char_boundary(from.index(text.len()));
        let to = text.ceil_char_boundary((from + length).min(text.len()));
        let place = fold(&text).of(&(from..to)).text;
        let alone = fold_text(&text[from..to]);
        prop_assert!(place.contains(&alone), "{:?} has no {:?}", place, alone);
    }

    #[test]
    fn folding_is_idempotent(text in "\\PC{0,60}") {
        let once = fold_text(&text);
        prop_assert_eq!(fold_text(&once), once);
    }

    #[test]
    fn folding_is_idempotent_on_mixed_marks(text in "[a-cA-C_*~ \n\u{300}\u{200b}é-ýА-я.]{0,40}") {
        let once = fold_text(&text);
        prop_assert_eq!(fold_text(&once), once);
    }
}
