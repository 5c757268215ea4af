"""gunicorn's settings. Two processes of two threads suit two cores: more ruin the slowest answers."""

import os

bind = os.environ.get("BIND") or f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 2
worker_class = "gthread"
control_socket_disable = True
timeout = 30
graceful_timeout = 20
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
accesslog = None


def when_ready(server):
    """Offer `/metrics` on a port of its own, where METRICS_PORT names one."""
    if port := int(os.environ.get("METRICS_PORT", "0")):
        from prometheus_client import CollectorRegistry, start_http_server
        from prometheus_client.multiprocess import MultiProcessCollector

        registry = CollectorRegistry()
        if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            MultiProcessCollector(registry)
        start_http_server(port, addr=os.environ.get("METRICS_HOST", "127.0.0.1"), registry=registry)


def child_exit(server, worker):
    """Forget the figures files of a process that ended."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)
