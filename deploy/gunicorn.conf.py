"""How the web server runs, on one machine or behind a proxy. Every value may be changed by GUNICORN_CMD_ARGS."""

import os

bind = f"{os.environ.get('BIND_ADDRESS', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
# Threads report for a worker, so a slow upload of a film does not count as a hanging worker.
timeout = 60
graceful_timeout = 20
keepalive = 5
# A leak in a library never grows for ever; the spread keeps workers from leaving together.
max_requests = 2000
max_requests_jitter = 400
# Proxies are believed by the site (TRUSTED_PROXY_COUNT), in one place, and not here as well.
forwarded_allow_ips = ""
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 - heartbeat files, no data
