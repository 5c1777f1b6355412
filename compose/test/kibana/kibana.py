"""Logs in to Elasticsearch as Kibana does, and takes imports of saved objects as Kibana's API does.

Kept: who may import (Elasticsearch decides), the header kbn-xsrf, the multipart form, objects by type and id, and that every
reference must lead to an object that is there. Nothing looks at the attributes.
"""
import base64
import email.parser
import json
import os
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ELASTICSEARCH = os.environ["ELASTICSEARCH_HOSTS"]
OBJECTS = {}
ready = threading.Event()


def authenticate(authorization):
    """What Elasticsearch says of a user, or None where it knows none."""
    request = urllib.request.Request(ELASTICSEARCH + "/_security/_authenticate", headers={"Authorization": authorization})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as e:
        if e.code == 401:
            return None
        raise


def log_in():
    pair = os.environ["ELASTICSEARCH_USERNAME"] + ":" + os.environ["ELASTICSEARCH_PASSWORD"]
    header = "Basic " + base64.b64encode(pair.encode()).decode()
    while not ready.is_set():
        try:
            user = authenticate(header)
        except OSError as e:
            print("Elasticsearch does not answer:", e)
            user = None
        if user and "kibana_system" in user["roles"]:
            print("Logged in as", user["username"])
            ready.set()
        else:
            time.sleep(1)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self.redirect()

    def do_GET(self):
        self.redirect()

    def redirect(self):
        if not ready.is_set():
            return self.answer(503, {})
        self.send_response(302)
        self.send_header("Location", "/login")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not ready.is_set():
            return self.answer(503, {})
        user = authenticate(self.headers.get("Authorization", ""))
        if user is None:
            return self.answer(401, {"message": "Unauthorized"})
        if "superuser" not in user["roles"]:
            return self.answer(403, {"message": "Forbidden"})
        if "kbn-xsrf" not in self.headers:
            return self.answer(400, {"message": "Request must contain a kbn-xsrf header."})
        if not self.path.startswith("/api/saved_objects/_import"):
            return self.answer(404, {"message": "Not Found"})
        part = self.file_part(body)
        if not (part.get_filename() or "").endswith(".ndjson"):
            return self.answer(400, {"message": "Invalid file extension"})
        objects = [json.loads(line) for line in part.get_payload(decode=True).decode().splitlines() if line.strip()]
        there = OBJECTS | {(o["type"], o["id"]): o for o in objects}
        errors = [
            {"type": o["type"], "id": o["id"], "error": {"type": "missing_references"}}
            for o in objects
            if any((r["type"], r["id"]) not in there for r in o.get("references", []))
        ]
        if not errors:
            OBJECTS.update(there)
        self.answer(200, {"success": not errors, "successCount": 0 if errors else len(objects), "errors": errors})

    def file_part(self, body):
        head = ("Content-Type: " + self.headers["Content-Type"] + "\r\n\r\n").encode()
        message = email.parser.BytesParser().parsebytes(head + body)
        return next(p for p in message.walk() if p.get_param("name", header="content-disposition") == "file")

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


threading.Thread(target=log_in, daemon=True).start()
ThreadingHTTPServer(("0.0.0.0", 5601), Handler).serve_forever()
