import { compileGrammar, readOptions } from '#crawler/discover/commands/grammar.ts';
import { unknownOption } from '#crawler/discover/commands/npm-package.ts';
import { noServer, notStarted, type Starter } from '#crawler/discover/commands/starter.ts';

/** Of the client, before its command. */
const client = compileGrammar({
  flags: '-D/--debug --tls --tlsverify -v/--version --remote/-r',
  valued:
    '--config -c/--context -H/--host -l/--log-level --tlscacert --tlscert --tlskey --url --connection --identity --root --runroot --storage-driver --storage-opt --cgroup-manager --runtime --namespace/-n --address/-a --snapshotter --data-root',
  clusters: true,
});
/** Of `run`: docker's, and those podman and nerdctl add. */
const run = compileGrammar({
  flags:
    '-d/--detach -i/--interactive -t/--tty --init --rm --privileged --read-only -P/--publish-all --no-healthcheck --oom-kill-disable --sig-proxy --disable-content-trust -q/--quiet --use-api-socket --help ' +
    '--env-host --replace --tls-verify --http-proxy --rmi --rootfs --unsetenv-all --no-hosts --no-hostname --passwd --read-only-tmpfs --env-merge-none',
  valued:
    '--add-host --annotation -a/--attach --blkio-weight --blkio-weight-device --cap-add --cap-drop --cgroup-parent --cgroupns --cidfile --cpu-count --cpu-percent --cpu-period --cpu-quota --cpu-rt-period --cpu-rt-runtime ' +
    '-c/--cpu-shares --cpus --cpuset-cpus --cpuset-mems --detach-keys --device --device-cgroup-rule --device-read-bps --device-read-iops --device-write-bps --device-write-iops --dns --dns-option/--dns-opt --dns-search ' +
    '--domainname --entrypoint -e/--env --env-file --expose --gpus --group-add --health-cmd --health-interval --health-retries --health-start-interval --health-start-period --health-timeout -h/--hostname --io-maxbandwidth ' +
    '--io-maxiops --ip --ip6 --ipc --isolation --kernel-memory -l/--label --label-file --link --link-local-ip --log-driver --log-opt --mac-address -m/--memory --memory-reservation --memory-swap --memory-swappiness --mount ' +
    '--name --network/--net --network-alias/--net-alias --oom-score-adj --pid --pids-limit --platform -p/--publish --pull --restart --runtime --security-opt --shm-size --stop-signal --stop-timeout --storage-opt --sysctl --tmpfs ' +
    '--ulimit -u/--user --userns --uts -v/--volume --volume-driver --volumes-from -w/--workdir ' +
    '--systemd --secret --arch --os --variant --authfile --creds --cert-dir --pod --pod-id-file --conmon-pidfile --uidmap --gidmap --subuidname --subgidname --requires --timezone --tz --umask --unsetenv --env-merge --image-volume --init-path --hooks-dir --chrootdirs --decryption-key --retry --retry-delay --sdnotify --seccomp-policy --shm-size-systemd --passwd-entry --group-entry --hostuser --personality --preserve-fds --rdt-class --cgroup-conf --cgroups --timeout --health-on-failure --health-startup-cmd --health-log-destination',
  clusters: true,
});

const notHere = 'It runs as a container image, and containers are not started here.';

/** `docker run`, and podman and nerdctl, which do alike. */
export const docker: Starter = {
  id: 'docker',
  programs: ['docker', 'podman', 'nerdctl'],
  read(words, around, program) {
    const before = readOptions(words, client);
    if (before.unknown !== undefined) return unknownOption(program, before.unknown, around);
    const [first, second, ...more] = before.rest;
    if (first === 'mcp' && second === 'gateway')
      return noServer(
        'It is a gateway: it passes on the tools of other servers, and which they are is not in this file.',
        around,
      );
    if (first === 'compose' || first === 'exec' || first === 'start' || first === 'attach')
      return notStarted(
        `It is started in a container by ${program} ${first}, and which image that is is not in this file.`,
        around,
      );
    const isRun = first === 'run' || (first === 'container' && second === 'run');
    if (!isRun) return noServer(`It is a command of ${program} that starts no server.`, around);
    const options = readOptions(first === 'run' ? before.rest.slice(1) : more, run);
    if (options.unknown !== undefined) return unknownOption(`${program} run`, options.unknown, around);
    const env = { ...around.env };
    for (const setting of options.values.get('-e') ?? []) {
      const [name = '', value = ''] = setting.split(/=(.*)/s);
      env[name] = value;
    }
    const [image] = options.rest;
    if (image === undefined) return noServer(`${program} run is given no image.`, around);
    if (options.values.has('--rootfs')) return notStarted(notHere, around);
    return notStarted(notHere, { ...around, env }, { kind: 'image', name: image });
  },
  examples: {
    'docker run -i --rm -e TOKEN=x -v /a:/b ghcr.io/o/a-mcp': 'image ghcr.io/o/a-mcp',
    'docker run -i --security-opt no-new-privileges o/a-mcp': 'image o/a-mcp',
    'docker run -it -eTOKEN=x --cap-drop ALL o/a-mcp serve': 'image o/a-mcp',
    'docker --context other container run --rm o/a-mcp:1.2': 'image o/a-mcp:1.2',
    'podman run --userns keep-id -i o/a-mcp': 'image o/a-mcp',
    'docker run --no-such x o/a-mcp': 'nothing',
    'docker mcp gateway run --profile work': 'nothing',
    'docker compose run app': 'nothing',
  },
};
