"""Receives OTLP logs over HTTPS with the OpenTelemetry project's own message classes, which refuse what their schema does
not know, and prints each log record as a JSON object. Arguments: certificate, key. Prints its port first."""

import gzip
import json
import ssl
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

from google.protobuf.json_format import MessageToJson, Parse, ParseError
from opentelemetry.proto.collector.logs.v1 import logs_service_pb2 as service


def value(any_value):
    return getattr(any_value, any_value.WhichOneof("value"))


def attributes(holder):
    return {attribute.key: value(attribute.value) for attribute in holder.attributes}


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        if self.path != "/v1/logs" or self.headers["Content-Type"] != "application/json":
            return self.reply(404, "{}")
        try:
            request = Parse(body, service.ExportLogsServiceRequest())
        except ParseError as error:
            return self.reply(400, json.dumps({"code": 3, "message": str(error)}))
        for resource in request.resource_logs:
            for scope in resource.scope_logs:
                for record in scope.log_records:
                    told = {
                        "resource": attributes(resource.resource),
                        "scope": scope.scope.name,
                        "time": record.time_unix_nano,
                        "severity": [record.severity_number, record.severity_text],
                        "event": record.event_name,
                        "attributes": attributes(record),
                        "body": value(record.body),
                    }
                    print(json.dumps(told), flush=True)
        return self.reply(200, MessageToJson(service.ExportLogsServiceResponse()))

    def reply(self, status, text):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Receiver)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1], sys.argv[2])
server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_port, flush=True)
server.serve_forever()
