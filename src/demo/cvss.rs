//! CVSS 3.0 and 3.1 base scores, by the formulas of the FIRST specification (section 7.1).

/// The base score of a vector, or nothing where it is no valid one.
pub(super) fn score(vector: &str) -> Option<f64> {
    let rest = vector.strip_prefix("CVSS:3.1/").or_else(|| vector.strip_prefix("CVSS:3.0/"))?;
    let mut metrics: Vec<(&str, &str)> = Vec::new();
    for part in rest.split('/') {
        let (name, value) = part.split_once(':')?;
        if value.is_empty() || metrics.iter().any(|(known, _)| *known == name) {
            return None;
        }
        metrics.push((name, value));
    }
    let of = |name| metrics.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let changed = match of("S")? {
        "C" => true,
        "U" => false,
        _ => return None,
    };
    let attack_vector = pick(of("AV")?, &[("N", 0.85), ("A", 0.62), ("L", 0.55), ("P", 0.2)])?;
    let complexity = pick(of("AC")?, &[("L", 0.77), ("H", 0.44)])?;
    let privileges = if changed {
        pick(of("PR")?, &[("N", 0.85), ("L", 0.68), ("H", 0.5)])?
    } else {
        pick(of("PR")?, &[("N", 0.85), ("L", 0.62), ("H", 0.27)])?
    };
    let interaction = pick(of("UI")?, &[("N", 0.85), ("R", 0.62)])?;
    let weight = |name| pick(of(name)?, &[("H", 0.56), ("L", 0.22), ("N", 0.0)]);
    let untouched: f64 = (1.0 - weight("C")?) * (1.0 - weight("I")?) * (1.0 - weight("A")?);
    let base = 1.0 - untouched;
    let impact =
        if changed { 7.52 * (base - 0.029) - 3.25 * (base - 0.02).powi(15) } else { 6.42 * base };
    let exploitability = 8.22 * attack_vector * complexity * privileges * interaction;
    if impact <= 0.0 {
        return Some(0.0);
    }
    let sum = impact + exploitability;
    Some(round_up(if changed { 1.08 * sum } else { sum }.min(10.0)))
}

fn pick(value: &str, weights: &[(&str, f64)]) -> Option<f64> {
    weights.iter().find(|(name, _)| *name == value).map(|(_, weight)| *weight)
}

/// Up to the next tenth, with the specification's guard against floating-point noise (appendix A).
fn round_up(score: f64) -> f64 {
    let scaled = (score * 100_000.0).round();
    if scaled % 10_000.0 == 0.0 {
        scaled / 100_000.0
    } else {
        ((scaled / 10_000.0).floor() + 1.0) / 10.0
    }
}

#[cfg(test)]
mod tests {
    use super::score;

    #[test]
    fn scores_follow_the_published_examples() {
        for (vector, expected) in [
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", Some(9.8)),
            ("CVSS:3.1/AV:L/AC:H/PR:N/UI:N/S:C/C:N/I:L/A:N", Some(3.2)),
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H", Some(8.8)),
            ("CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:C/C:L/I:L/A:L", Some(5.7)),
            ("CVSS:3.1/AV:N/AC:L/PR:H/UI:R/S:C/C:L/I:L/A:N", Some(4.8)),
            ("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", Some(10.0)),
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", Some(0.0)),
            ("CVSS:3.1/AV:N/AC:L", None),
            ("AV:N/garbage", None),
        ] {
            assert_eq!(score(vector), expected, "{vector}");
        }
    }
}
