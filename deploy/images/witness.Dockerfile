# The audit log's witness: the module audit-verifier, which shares no code with the log.
ARG JDK_IMAGE=eclipse-temurin:25-jdk
ARG JRE_IMAGE=eclipse-temurin:25-jre

FROM ${JDK_IMAGE} AS health
COPY deploy/images/Health.java /src/
RUN javac -g:none -d /health /src/Health.java

FROM ${JRE_IMAGE} AS app
ARG SOURCE_DATE_EPOCH=1795478400
COPY audit-verifier/target/covenant-audit-verifier-*.jar audit-verifier/target/lib/ /app/
COPY --from=health /health/ /health/
# An empty directory that the user owns: a volume that is mounted there takes over owner and rights.
RUN mkdir -m 700 /memory && chown 10001:10001 /memory \
    && find /app /health /memory -exec touch --no-dereference --date=@${SOURCE_DATE_EPOCH} {} +

FROM ${JRE_IMAGE}
LABEL org.opencontainers.image.title="covenant/audit-witness" org.opencontainers.image.licenses="Apache-2.0"
COPY --from=app /health/ /health/
COPY --from=app /app/ /app/
COPY --from=app --chown=10001:10001 /memory /var/lib/witness
USER 10001:10001
EXPOSE 8443
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=10s --start-period=30s --retries=4 \
    CMD ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx32m", "-cp", "/health", "Health", "/witness/key", "/etc/covenant/tls/tls.crt"]
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-cp", "/app/*", "covenant.verifier.WitnessCommand"]
