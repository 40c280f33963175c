//! How long to wait before something is tried again.

use std::{
    hash::{BuildHasher as _, RandomState},
    time::{Duration, SystemTime},
};

use http::{HeaderMap, header};

/// Full jitter: anything from nothing to a pause that doubles with each attempt, so that many who wait do not
/// come back at once.
pub fn jitter(attempt: u32, first: Duration, longest: Duration) -> Duration {
    let most = first.saturating_mul(1_u32.checked_shl(attempt).unwrap_or(u32::MAX)).min(longest);
    let random = RandomState::new().hash_one(attempt);
    most.mul_f64(f64::from(u32::try_from(random >> 32).unwrap_or(u32::MAX)) / f64::from(u32::MAX))
}

/// What an answer asks for in `Retry-After`: seconds or a date (RFC 9110, section 10.2.3).
pub fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(header::RETRY_AFTER)?.to_str().ok()?;
    if let Ok(seconds) = value.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = httpdate::parse_http_date(value).ok()?;
    Some(at.duration_since(SystemTime::now()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_stay_below_the_longest_whatever_the_attempt() {
        let (first, longest) = (Duration::from_millis(100), Duration::from_secs(5));
        for attempt in [0, 1, 5, 31, 32, u32::MAX] {
            assert!(jitter(attempt, first, longest) <= longest);
        }
        assert!(jitter(0, first, longest) <= first);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let asked = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, value.parse().unwrap());
            retry_after(&headers)
        };
        assert_eq!(asked("7"), Some(Duration::from_secs(7)));
        assert_eq!(asked("Thu, 01 Jan 1970 00:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(asked("soon"), None);
    }
}
