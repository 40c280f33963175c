//! What a running server tells of its destinations: to a scraper by name, to anybody how many do how.

use tokio::net::TcpListener;

use super::receiver::{Received, Receiver};
use crate::{service::Service, transport::raw::Request};

/// Whoever pages on lag needs it by destination; whoever balances load must not learn where records go, nor be told that
/// the server is not ready when it is a destination that is away.
#[tokio::test]
async fn metrics_and_readiness_tell_how_destinations_do() {
    let receiver = Receiver::syslog("127.0.0.1:0", &Received::new(), None).await;
    let (here, gone) =
        (receiver.address, TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap());
    let both = format!("tcp://{here}, tcp://{gone}");
    let service = Service::demo(&[("AUDIT_LOG_SYSLOG", both.as_str())]).await;
    service.answers().await;
    let name = |figure: &str, port: u16| {
        let place = format!("syslog-tcp-127.0.0.1-{port}");
        format!("mcp_defectdojo_forward_{figure}{{destination=\"{place}\"}}")
    };
    let delivered = service.until(&name("delivered", here.port()), |count| count >= 2).await;
    service.until(&name("lag", here.port()), |lag| lag == 0).await;
    assert_eq!(service.metric(&name("delivering", here.port())).await, 1);
    service.until(&name("lag", gone.port()), |lag| lag >= delivered).await;
    for figure in ["delivering", "delivered", "dead_letters", "left_out"] {
        assert_eq!(service.metric(&name(figure, gone.port())).await, 0, "{figure}");
    }
    let ready = service.connect().await.ask(&Request::get("/ready")).await;
    assert_eq!(ready.status, 200, "{ready:?}");
    let told = ready.json();
    assert_eq!(told["forwarding"]["delivering"], 1, "{told}");
    assert_eq!(told["forwarding"]["retrying"], 1, "{told}");
    assert!(!ready.body.contains(&gone.port().to_string()), "{}", ready.body);
}
