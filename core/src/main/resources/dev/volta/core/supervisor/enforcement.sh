# shellcheck shell=sh
# enforcement.sh: for memory and processors a line each: "yes" with version and folder of the cgroups that limit them, or
# "no" with the reason.
for controller in memory cpu; do
    if home=$(cgroup_home $controller); then echo "yes $home"; else echo "no $home"; fi
done
