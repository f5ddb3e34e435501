# Two images: `site`, of both sites and of the commands, and `proxy`, nginx with its configuration and pages. docker-compose.yml says which process
# runs what, and how an image is named by its digest.
FROM python:3.11-slim-bookworm AS packages
COPY requirements.lock /
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement /requirements.lock

FROM python:3.11-slim-bookworm AS site
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DARA_DATA_DIR=/data
RUN useradd --system --uid 10001 --home-dir /srv/dara --no-create-home dara
COPY --from=packages /venv /venv
WORKDIR /srv/dara
COPY manage.py ./
COPY dara ./dara
COPY templates ./templates
COPY locale ./locale
COPY static ./static
COPY seeds ./seeds
# Collecting static files reads the settings and no database: these values are used here only.
RUN export DATABASE_URL=postgresql://none@/none DARA_SECRET_KEY=none \
    && python manage.py collectstatic --noinput --verbosity=0 \
    && python manage.py proxy_pages proxy-pages
# A volume is mounted there: it takes its owner from here.
RUN install --directory --owner=dara /data/downloads
USER dara
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "16", \
     "--no-ws", "--respawn-failed-workers", "--log-level", "error", "--workers-kill-timeout", "20", "dara.wsgi:application"]

FROM nginxinc/nginx-unprivileged:1.28 AS proxy
COPY deploy/nginx /etc/nginx/dara
COPY --from=site /srv/dara/proxy-pages /srv/dara/pages
ENTRYPOINT ["nginx", "-e", "stderr", "-c", "/etc/nginx/dara/nginx.conf"]
