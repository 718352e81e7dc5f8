#!/usr/bin/env bash
# Builds stand-ins for the images that docker-compose.yml takes from registries, out of Debian's packages and Maven's artifacts. Run as root, with
# debootstrap, Docker, a JDK 25 in JAVA_HOME and the modules platform and deploy/embedded compiled, tests included.
#
# DEBIAN_MIRROR, DEBIAN_SUITE (bookworm) and MAVEN_OPTIONS may be set; names of stand-ins as arguments build these only.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
home="$(cd "$here/../.." && pwd)"
context="$home/target/offline-images"
: "${JAVA_HOME:?a JDK 25}"
kafka=4.1.2
keycloak=26.4.7
images=("$@")
[ $# -gt 0 ] || images=(java postgres kafka keycloak mail prometheus vault-stub)

# shellcheck disable=SC2086
maven() { "$home/mvnw" -B -q -f "$home/pom.xml" ${MAVEN_OPTIONS:-} "$@"; }
has() { [[ " ${images[*]} " == *" $1 "* ]]; }

if ! docker image inspect covenant-offline/debian > /dev/null 2>&1; then
    mkdir -p "$context"
    debootstrap --variant=minbase --include=ca-certificates,curl "${DEBIAN_SUITE:-bookworm}" "$context/debian" \
        "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" > "$context/debootstrap.log"
    rm -rf "$context"/debian/var/cache/apt/archives/*.deb "$context"/debian/var/lib/apt/lists/*
    tar -C "$context/debian" --sort=name --numeric-owner -c . | docker import --change 'CMD ["bash"]' - covenant-offline/debian
    rm -rf "$context/debian"
fi

rm -rf "$context"
mkdir -p "$context"
cp -a "$here"/{postgres,mail,vault-stub,kafka,prometheus} "$context/"
cp -aL "$JAVA_HOME" "$context/jdk"
rm -rf "$context"/jdk/{lib/src.zip,man}
mkdir "$context/keycloak"
if has kafka; then
    maven -pl deploy/embedded dependency:copy-dependencies -DincludeScope=runtime -DexcludeGroupIds=io.zonky.test.postgres,dev.covenant \
        -DoutputDirectory="$context/kafka/libs"
    maven -N dependency:copy -Dartifact=org.apache.kafka:kafka-tools:$kafka -DoutputDirectory="$context/kafka/libs"
    maven -N dependency:copy -Dartifact=org.apache.logging.log4j:log4j-slf4j2-impl:2.25.3 -DoutputDirectory="$context/kafka/libs"
fi
if has keycloak; then
    maven -N dependency:copy -Dartifact=org.keycloak:keycloak-quarkus-dist:$keycloak:tar.gz -DoutputDirectory="$context"
    tar -xzf "$context/keycloak-quarkus-dist-$keycloak.tar.gz" -C "$context/keycloak" --strip-components=1
    rm "$context/keycloak-quarkus-dist-$keycloak.tar.gz"
fi
if has vault-stub; then
    cp -a "$home/platform/target/test-classes" "$context/vault-stub/classes"
    maven -N dependency:copy -Dartifact=com.fasterxml.jackson.core:jackson-databind:2.21.2 -DoutputDirectory="$context/vault-stub/lib"
    maven -N dependency:copy -Dartifact=com.fasterxml.jackson.core:jackson-core:2.21.2 -DoutputDirectory="$context/vault-stub/lib"
    maven -N dependency:copy -Dartifact=com.fasterxml.jackson.core:jackson-annotations:2.21 -DoutputDirectory="$context/vault-stub/lib"
fi
for image in "${images[@]}"; do
    echo "covenant-offline/$image"
    docker build --quiet --network host --file "$here/Dockerfile" --target "$image" --tag "covenant-offline/$image" "$context"
done
