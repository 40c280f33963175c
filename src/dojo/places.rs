//! Where a finding is, under one shape: the locations of DefectDojo 3.x, the endpoints of 2.x.

use std::collections::HashMap;

use futures_util::{StreamExt as _, stream};

use super::{
    Dojo, Error,
    capabilities::Feature,
    filters::{Query, places as filter},
    models::{Endpoint, EndpointStatuses, Finding, Location, LocationLink, Page},
    scan::PARALLEL,
    words::Limit,
};
use crate::{access::Access, screen::Untrusted};

/// One place.
#[derive(Debug)]
pub struct Place {
    /// Of the location, in 2.x of the endpoint.
    pub id: u64,
    /// Nothing where DefectDojo does not let the key see it.
    pub address: Option<Untrusted>,
    /// What became of the finding there.
    pub status: Option<&'static str>,
}

/// The places of a finding, up to a page of them.
#[derive(Debug)]
pub struct Places {
    pub rows: Vec<Place>,
    pub count: u64,
}

/// Addresses that are asked for one by one before they are asked for together, which only superusers may.
const ONE_BY_ONE: usize = 4;

impl<A: Access> Dojo<A> {
    pub async fn places(&self, finding: &Finding) -> Result<Places, Error> {
        let Some(id) = finding.id else { return Err(Error::Unreadable) };
        match self.client.capabilities() {
            Some(known) if known.has(Feature::Locations) => self.locations_of(id).await,
            Some(_) => self.endpoints_of(id).await,
            None => match self.locations_of(id).await {
                Err(Error::NotTheApi { .. }) => self.endpoints_of(id).await,
                found => found,
            },
        }
    }

    async fn locations_of(&self, finding: u64) -> Result<Places, Error> {
        let mut query = Query::default();
        query.number(filter::LINKS_OF_FINDING, Some(finding));
        let query = query.at(Limit::MOST, 0);
        let page: Page<LocationLink> =
            self.page(&["location_findings"], &query, "locations").await?;
        let (count, of_all) = (page.count, page.results.len() as u64);
        // A filter that was ignored would show the places of others.
        let own = page.results.into_iter().filter(|link| link.finding == Some(finding));
        let links: Vec<(u64, LocationLink)> =
            own.filter_map(|link| Some((link.location?, link))).collect();
        let count = if links.len() as u64 == of_all { count } else { links.len() as u64 };
        let untold =
            links.iter().filter(|(_, link)| link.location_value.is_none()).map(|(id, _)| *id);
        let mut addresses = self.addresses(finding, untold.collect()).await?;
        let rows = links.into_iter().map(|(id, link)| Place {
            id,
            address: link.location_value.or_else(|| addresses.remove(&id)),
            status: status_of(link.status.foreign()),
        });
        Ok(Places { rows: rows.collect(), count })
    }

    /// Addresses of locations by their ids. Only a superuser may ask for them all at once; each of them also stands in
    /// the view of locations as endpoints, which is open to every key.
    async fn addresses(
        &self,
        finding: u64,
        ids: Vec<u64>,
    ) -> Result<HashMap<u64, Untrusted>, Error> {
        if ids.len() > ONE_BY_ONE {
            let mut query = Query::default();
            query.number(filter::LOCATIONS_OF_FINDING, Some(finding));
            let query = query.at(Limit::MOST, 0);
            match self.page::<Location>(&["location"], &query, "locations").await {
                Ok(page) => {
                    let known = page.results.into_iter();
                    return Ok(known
                        .filter_map(|one| Some((one.id?, one.location_value?)))
                        .collect());
                }
                Err(error) if is_closed(&error) => {}
                Err(error) => return Err(error),
            }
        }
        let asked = stream::iter(ids).map(|id| async move {
            let mut query = Query::default();
            query.number(filter::ENDPOINT_AT, Some(id));
            match self.page::<Endpoint>(&["endpoints"], &query.at(1, 0), "endpoints").await {
                Ok(page) => Ok(page.results.into_iter().next().map(|row| (id, address_of(row)))),
                Err(error) if is_closed(&error) => Ok(None),
                Err(error) => Err(error),
            }
        });
        let mut asked = asked.buffered(PARALLEL);
        let mut known = HashMap::new();
        while let Some(found) = asked.next().await {
            known.extend(found?);
        }
        Ok(known)
    }

    async fn endpoints_of(&self, finding: u64) -> Result<Places, Error> {
        let mut query = Query::default();
        query.number(filter::STATUS_OF_FINDING, Some(finding));
        let query = query.at(Limit::MOST, 0).with("endpoint");
        let page: EndpointStatuses =
            self.read(&["endpoint_status"], Some(&query), "endpoints").await?;
        let (count, of_all) = (page.count, page.results.len() as u64);
        let mut known = page.prefetch.unwrap_or_default().endpoint;
        let own = page.results.into_iter().filter(|status| status.finding == Some(finding));
        let rows: Vec<Place> = own
            .filter_map(|row| {
                let id = row.endpoint?;
                let status = [
                    (row.false_positive, "false_positive"),
                    (row.out_of_scope, "out_of_scope"),
                    (row.risk_accepted, "risk_accepted"),
                    (row.mitigated, "mitigated"),
                ];
                let status =
                    status.into_iter().find(|(set, _)| *set).map_or("active", |(_, it)| it);
                let address = known.remove(&id.to_string()).map(address_of);
                Some(Place { id, address, status: Some(status) })
            })
            .collect();
        let count = if rows.len() as u64 == of_all { count } else { rows.len() as u64 };
        Ok(Places { rows, count })
    }
}

/// Whether a place is one that this key, or this release, does not open.
fn is_closed(error: &Error) -> bool {
    matches!(error, Error::Forbidden { .. } | Error::NoRoute { .. } | Error::NotTheApi { .. })
}

/// 3.x's words as 2.x has them.
fn status_of(word: &str) -> Option<&'static str> {
    Some(match word {
        "Active" => "active",
        "Mitigated" => "mitigated",
        "FalsePositive" => "false_positive",
        "RiskAccepted" => "risk_accepted",
        "OutOfScope" => "out_of_scope",
        _ => return None,
    })
}

/// An endpoint as it is written; who is signed in there stays out, because a password may stand beside the name.
fn address_of(endpoint: Endpoint) -> Untrusted {
    let text = |part: Option<Untrusted>| part.map(Untrusted::into_foreign).unwrap_or_default();
    let mut address = String::new();
    let mut add = |before: &str, part: String| {
        if !part.is_empty() {
            address.push_str(before);
            address.push_str(&part);
        }
    };
    let protocol = text(endpoint.protocol);
    let usual =
        matches!((protocol.as_str(), endpoint.port), ("http", Some(80)) | ("https", Some(443)));
    let host = text(endpoint.host);
    add("", if protocol.is_empty() { protocol } else { format!("{protocol}://") });
    add("", host);
    add(":", endpoint.port.filter(|_| !usual).map(|port| port.to_string()).unwrap_or_default());
    let path = text(endpoint.path);
    add(if path.starts_with('/') { "" } else { "/" }, path);
    add("?", text(endpoint.query));
    add("#", text(endpoint.fragment));
    Untrusted::new(address)
}
