//! The two HTML pages: the front page, which says what this is, and Django's 404.

pub(super) const FRONT: &str = "<!DOCTYPE html>
<html lang=\"en\">
    <head>
        <meta charset=\"utf-8\">
        <title>mcp-defectdojo demo</title>
    </head>
    <body>
        <h1>This is a simulator, not DefectDojo</h1>
        <p>mcp-defectdojo carries it so that its tools can be tried without an account, a network
        or a set-up. It answers the REST API v2 of DefectDojo 3.2.0 under
        <code>/api/v2/</code>, with invented products and findings whose dates follow today.
        Nothing is kept when it stops.</p>
    </body>
</html>
";

pub(super) const NOT_FOUND: &str = "<!DOCTYPE html>
<html lang=\"en\">
    <head>
        <meta charset=\"utf-8\">
        <title>mcp-defectdojo demo</title>
    </head>
    <body>
        <h1>404 Not Found</h1>
        <p>The demo has no such page. DefectDojo, too, answers an unknown path of its API with a
        page of HTML.</p>
    </body>
</html>
";
