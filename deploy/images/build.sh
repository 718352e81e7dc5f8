#!/usr/bin/env bash
# Builds the images of the five services and of the witness: deploy/images/build.sh [--packaged] [SERVICE…]
#
# --packaged   takes what lies in target/ instead of running Maven first
# JDK_IMAGE, JRE_IMAGE, COVENANT_REGISTRY (covenant) and COVENANT_VERSION (0.1.0-SNAPSHOT) may be set.
set -euo pipefail
cd "$(dirname "$0")/../.."
packaged=false
[ "${1:-}" != --packaged ] || { packaged=true && shift; }
modules=("$@")
[ $# -gt 0 ] || modules=(consent-service data-subject-request-service retention-service notification-service audit-service audit-verifier)

if [ $packaged = false ]; then
    # aot-jar: all classes on the JVM's own class path, so that its cache can hold them.
    ./mvnw -B -q -pl "$(IFS=,; echo "${modules[*]}")" -am package -DskipTests -Dquarkus.package.jar.type=aot-jar
fi
if [[ " ${modules[*]} " == *" audit-verifier "* ]] && { [ $packaged = false ] || [ ! -d audit-verifier/target/lib ]; }; then
    ./mvnw -B -q -pl audit-verifier dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/lib
fi
for module in "${modules[@]}"; do
    name=$module
    file=Dockerfile
    [ "$module" != audit-verifier ] || { name=audit-witness && file=witness.Dockerfile; }
    echo "$name"
    docker build --quiet --file "deploy/images/$file" --build-arg SERVICE="$module" ${JDK_IMAGE:+--build-arg JDK_IMAGE="$JDK_IMAGE"} \
        ${JRE_IMAGE:+--build-arg JRE_IMAGE="$JRE_IMAGE"} --tag "${COVENANT_REGISTRY:-covenant}/$name:${COVENANT_VERSION:-0.1.0-SNAPSHOT}" .
done
