//! Title Case as DefectDojo stores it: the rules of the Python package `titlecase` in its `re` form.

const SMALL: &[&str] = &[
    "a", "an", "and", "as", "at", "but", "by", "en", "for", "if", "in", "of", "on", "or", "the",
    "to", "v", "v.", "via", "vs", "vs.",
];
const PUNCTUATION: &str = "!\"“#$%&'‘()*+,-–‒—―./:;?@[\\]_`{|}~";

/// Rewrites a title: small words stay lower, words with inner capitals or dots stay as they are.
pub(super) fn title_case(text: &str) -> String {
    let lines: Vec<String> = text
        .split(['\r', '\n'])
        .filter(|line| !line.is_empty())
        .map(|line| phrase(line, true))
        .collect();
    lines.join("\n")
}

fn phrase(line: &str, ends: bool) -> String {
    let all_caps = line.to_uppercase() == line;
    let mut words: Vec<String> =
        line.split(['\t', ' ']).map(|word| word_case(word, all_caps)).collect();
    if ends {
        if let Some(first) = words.first_mut() {
            *first = small_first(first);
        }
        if let Some(last) = words.last_mut() {
            *last = small_last(last);
        }
    }
    after_punctuation(&words.join(" "))
}

fn word_case(word: &str, all_caps: bool) -> String {
    if all_caps && is_initials(word) {
        return word.to_owned();
    }
    if let Some(cased) = elided(word) {
        return cased;
    }
    if let Some(rest) = ["Mc", "mc", "MC"].iter().find_map(|prefix| word.strip_prefix(prefix))
        && rest.chars().count() >= 2
        && rest.chars().next().is_some_and(is_word)
    {
        return format!("Mc{}", phrase(rest, true));
    }
    if ["mr", "mrs", "ms", "dr"].contains(&word.to_lowercase().as_str()) {
        return capital_first_letter(word);
    }
    if has_inner_period(word) || (!all_caps && has_capital_elsewhere(word)) {
        return word.to_owned();
    }
    if is_small(word) {
        return word.to_lowercase();
    }
    for separator in ["/", "-"] {
        if word.contains(separator) && !(separator == "/" && word.contains("//")) {
            let parts: Vec<String> =
                word.split(separator).map(|part| phrase(part, false)).collect();
            return parts.join(separator);
        }
    }
    let word = if all_caps { word.to_lowercase() } else { word.to_owned() };
    let consonants = word
        .chars()
        .all(|character| character.is_ascii_alphabetic() && !"aeiouyAEIOUY".contains(character));
    if consonants && word.len() > 2 {
        return word.to_uppercase();
    }
    capital_after_punctuation(&word)
}

/// `o'brien` → `O'Brien`, `d'arc` → `d'Arc`.
fn elided(word: &str) -> Option<String> {
    let mut characters = word.chars();
    let first = characters.next()?;
    let apostrophe = characters.next()?;
    let third = characters.next()?;
    let rest = characters.as_str();
    let fits = "dolDOL".contains(first)
        && matches!(apostrophe, '\'' | '‘')
        && is_word(third)
        && rest.chars().all(|character| is_word(character) || character == '\'');
    if !fits || rest.trim_end_matches(['\'', 's']).contains('\'') {
        return None;
    }
    let first = if "oO".contains(first) {
        first.to_uppercase().to_string()
    } else {
        first.to_lowercase().to_string()
    };
    Some(format!("{first}{apostrophe}{}{rest}", third.to_uppercase()))
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn is_small(word: &str) -> bool {
    SMALL.contains(&word.to_lowercase().as_str())
}

fn is_initials(word: &str) -> bool {
    !word.is_empty()
        && word.contains('.')
        && word
            .split('.')
            .all(|part| part.len() <= 1 && part.chars().all(|letter| letter.is_ascii_uppercase()))
        && !word.starts_with('.')
        && !word.contains("..")
}

fn has_inner_period(word: &str) -> bool {
    let characters: Vec<char> = word.chars().collect();
    characters.windows(3).any(|window| matches!(window, [a, '.', b] if is_word(*a) && is_word(*b)))
}

fn has_capital_elsewhere(word: &str) -> bool {
    let letters = word.trim_start_matches(|character| PUNCTUATION.contains(character));
    letters
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .skip(1)
        .any(|character| character.is_ascii_uppercase())
}

fn capital_first_letter(word: &str) -> String {
    let mut characters = word.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}

fn capital_after_punctuation(word: &str) -> String {
    let start = word
        .char_indices()
        .find(|(_, character)| !PUNCTUATION.contains(*character) || *character == '_')
        .map(|(index, _)| index);
    match start {
        Some(index) => {
            let (head, tail) = word.split_at(index);
            format!("{head}{}", capital_first_letter(tail))
        }
        None => word.to_owned(),
    }
}

/// `(the` → `(The`: a small word that opens the title.
fn small_first(word: &str) -> String {
    let letters = word.trim_start_matches(|character| PUNCTUATION.contains(character));
    let (head, tail) = word.split_at(word.len() - letters.len());
    let end = tail.find(|character| !is_word(character)).unwrap_or(tail.len());
    let (small, rest) = tail.split_at(end);
    if is_small(small) {
        format!("{head}{}{rest}", capital_first_letter(&small.to_lowercase()))
    } else {
        word.to_owned()
    }
}

/// `of?` → `Of?`: a small word that ends the title, or the end of its last word.
fn small_last(word: &str) -> String {
    let ends = word.char_indices().rev().take(2).map(|(index, _)| index);
    let without_mark = ends.last().filter(|_| {
        word.chars().next_back().is_some_and(|character| PUNCTUATION.contains(character))
    });
    let body_end = match without_mark {
        Some(_) => word.len() - word.chars().next_back().map_or(0, char::len_utf8),
        None => word.len(),
    };
    let body = word.get(..body_end).unwrap_or(word);
    let start = body
        .char_indices()
        .rev()
        .find(|(_, character)| !is_word(*character))
        .map_or(0, |(index, character)| index + character.len_utf8());
    let (head, tail) = word.split_at(start);
    let small = tail.get(..body_end.saturating_sub(start)).unwrap_or_default();
    if !small.is_empty() && is_small(small) {
        format!("{head}{}", capital_first_letter(&tail.to_lowercase()))
    } else {
        word.to_owned()
    }
}

/// `found: the end` → `found: The end`: a small word after a mark and a space.
fn after_punctuation(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut previous = ['\0', '\0'];
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let opens = previous.last() == Some(&' ')
            && previous.first().is_some_and(|mark| ":.;?!-–‒—―".contains(*mark));
        let small = opens && SMALL.iter().any(|small| rest.starts_with(small));
        if small {
            out.extend(character.to_uppercase());
        } else {
            out.push(character);
        }
        let [_, last] = previous;
        previous = [last, character];
        rest = rest.get(character.len_utf8()..).unwrap_or_default();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::title_case;

    /// The expected titles were computed with `titlecase` 2.4.1.
    #[test]
    fn titles_come_out_as_the_python_package_writes_them() {
        for (title, expected) in include!("title_case_cases.in") {
            assert_eq!(title_case(title), expected, "{title}");
        }
    }
}
