//! Which traces are recorded (OpenTelemetry SDK specification, "Sampling").

use super::context::Parent;

/// Decides whether a trace that passes here is sent to the collector.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampler {
    /// Whether what a client decided for its trace holds here.
    pub follows_parent: bool,
    /// The share of all other traces that is recorded, from 0 to 1.
    pub share: f64,
}

impl Default for Sampler {
    /// `parentbased_always_on`
    fn default() -> Self {
        Self { follows_parent: true, share: 1.0 }
    }
}

impl Sampler {
    /// The span that a call is below, with what was decided about it; without one, a trace begins.
    pub(super) fn decide(self, parent: Option<Parent>) -> Parent {
        match parent {
            Some(parent) if self.follows_parent => parent,
            other => {
                let above = other.unwrap_or_else(Parent::root);
                Parent { sampled: self.records(above.trace), ..above }
            }
        }
    }

    /// The id decides, by the 32 bits after its first half, so that all services that take part in a trace and know the same share decide
    /// alike.
    fn records(self, [.., a, b, c, d, _, _, _, _]: [u8; 16]) -> bool {
        f64::from(u32::from_be_bytes([a, b, c, d])) / 2f64.powi(32) < self.share
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(follows_parent: bool, share: f64) -> Sampler {
        Sampler { follows_parent, share }
    }

    #[test]
    fn a_client_that_decided_is_followed() {
        for sampled in [true, false] {
            let parent = Parent { sampled, ..Parent::root() };
            for share in [0.0, 1.0] {
                assert_eq!(with(true, share).decide(Some(parent)), parent);
                let own = with(false, share).decide(Some(parent));
                assert_eq!(own, Parent { sampled: share > 0.0, ..parent });
            }
        }
        assert!(with(true, 1.0).decide(None).sampled);
        assert!(!with(true, 0.0).decide(None).sampled);
    }

    /// Random ids are recorded in about their share, and a larger share holds all of a smaller one.
    #[test]
    fn a_share_is_a_share() {
        let traces: Vec<_> = (0..4000).map(|_| Parent::root().trace).collect();
        let recorded = |share: f64| traces.iter().filter(move |id| with(true, share).records(**id));
        let quarter: Vec<_> = recorded(0.25).collect();
        // Seven standard deviations around the mean.
        assert!((808..=1192).contains(&quarter.len()), "{}", quarter.len());
        assert!(quarter.iter().all(|id| with(true, 0.5).records(**id)));
        assert_eq!(recorded(1.0).count(), traces.len());
        assert_eq!(recorded(0.0).count(), 0);
    }

    /// What other services decide by the same variables.
    #[test]
    fn the_bounds_are_those_of_other_services() {
        let id = |half: u64| {
            let mut trace = [0xff; 16];
            trace[8..].copy_from_slice(&half.to_be_bytes());
            trace
        };
        for (half, share, recorded) in [
            (0, 0.000_1, true),
            (u64::MAX, 0.999_9, false),
            (u64::MAX, 1.0, true),
            ((1 << 62) - 1, 0.25, true),
            (1 << 62, 0.25, false),
        ] {
            assert_eq!(with(true, share).records(id(half)), recorded, "{half:x} of {share}");
        }
    }
}
