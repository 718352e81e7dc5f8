#!/usr/bin/env bash
# Makes the topics and rights that deploy/kubernetes names, with one copy of everything. What is there stays.
set -euo pipefail
admin() { /opt/kafka/bin/"$1" --bootstrap-server kafka:9093 --command-config /etc/covenant/kafka/client.properties "${@:2}"; }

# topic, partitions, settings
topics() {
    awk '/^  name:/ { name = $2 }
        /^  partitions:/ { partitions = $2 }
        /^  config:/ { inside = 1; next }
        inside && /^    / { key = $1; sub(/:$/, "", key); if (key != "min.insync.replicas") settings = settings " --config " key "=" $2 }
        /^---/ { flush() }
        END { flush() }
        function flush() { if (name) print name, partitions, settings; name = settings = ""; inside = 0 }' "$1"
}

# user, kind of resource, operations, resources: one line for all that have the same operations
rights() {
    awk '/^  name:/ { user = $2 }
        /^ +type: (topic|group)$/ { kind = $2 }
        /^ +name:/ && !/^  name:/ { resource = $2 }
        /^ +operations:/ { inside = 1; operations = ""; next }
        inside && /^ +- [A-Z]/ { operations = operations " --operation " $2; next }
        inside { flush() }
        END { flush(); for (line in all) print line all[line] }
        function flush() { if (inside) all[user "|" kind "|" operations "|"] = all[user "|" kind "|" operations "|"] " --" kind " " resource; inside = 0 }' \
        "$1"
}

present=" $(admin kafka-topics.sh --list | tr '\n' ' ') "
topics /etc/covenant/kafka/topics.yaml | while read -r name partitions settings; do
    case "$present" in
    *" $name "*) ;;
    *)
        # shellcheck disable=SC2086
        admin kafka-topics.sh --create --if-not-exists --topic "$name" --partitions "$partitions" $settings < /dev/null
        ;;
    esac
done
allowed="$(admin kafka-acls.sh --list)"
# A user's group comes last: with it the user has everything.
rights /etc/covenant/kafka/users.yaml | sort -t '|' -k 1,1 -k 2,2r | while IFS='|' read -r user kind operations resources; do
    grep -q "resourceType=GROUP, name=$user," <<< "$allowed" && continue
    # shellcheck disable=SC2086
    admin kafka-acls.sh --add --allow-principal "User:$user" $operations $resources < /dev/null > /dev/null
    echo "$user may${operations//--operation/}: ${resources//--/}"
done
