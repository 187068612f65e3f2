/** What `--help` prints. */

export type CommandName =
  | 'demo'
  | 'serve'
  | 'gather'
  | 'explain'
  | 'check'
  | 'reach'
  | 'policy'
  | 'waypoint'
  | 'snapshot'
  | 'diff';

const OVERVIEW = `Hopscope tells where traffic stops in an Istio ambient mesh, why, and whose problem it is.

Usage: hopscope COMMAND [OPTIONS]

  demo      serve the embedded demo mesh
  serve     serve a live cluster, or a bundle
  gather    write a bundle: the mesh at this moment, as one file
  explain   one path, hop by hop: hopscope explain "web/frontend -> payments/api:8080"
  check     all findings; what a change would do to them; whether expectations are met
  reach     who can reach a target, or what a caller reaches: hopscope reach --to payments/api:8080
  policy    where a policy is enforced, for what, and where it is not
  waypoint  what a waypoint carries, what passes it by, and what it enforces
  snapshot  write what is thought of the mesh now, redacted, as a file or a page that opens anywhere
  diff      what changed between two snapshots or bundles: hopscope diff BEFORE AFTER

hopscope COMMAND --help tells more. --version prints the version.
`;

const CLUSTER = `  --kubeconfig F     kubeconfig to use (default: KUBECONFIG, ~/.kube/config, else the pod's own account)
  --context C        context of it (default: the current one)
`;
const BUNDLE = `  --bundle PATH      read a bundle instead: a file, a folder, a .tar.gz, or - for standard input
`;
const ALL_TIERS = `  --tiers N          of a live cluster, ask every pod of Istio's components too (default 0, Kubernetes objects alone):
                     1 readiness and metrics, which takes 15 seconds, 2 dumps, 3 logs
`;
const LISTEN = `  --host ADDRESS     address to listen on (default 127.0.0.1: this machine only)
  --port N           port to listen on (default 7411; 0 = any free one)
`;

const CHANGE = `  --with FILE        as if the objects of this YAML or JSON were applied; may be repeated, - for standard input
  --without OBJECT   as if KIND/NS/NAME were deleted; may be repeated
`;
const HTTP = `  --method M         HTTP method of the request
  --path P           HTTP path of the request
  --header K=V       HTTP header of the request; may be repeated
`;

const COMMANDS: Readonly<Record<CommandName, string>> = {
  demo: `Serves the embedded demo mesh, in which a story of failures plays in a loop.

Usage: hopscope demo [OPTIONS]

${LISTEN}`,
  serve: `Serves a live cluster (the current context, or the one it runs in), or a bundle.

Usage: hopscope serve [OPTIONS]

${CLUSTER}${BUNDLE}${LISTEN}  --tiers N          highest tier of evidence to read (default 4: whatever permissions allow):
                     0 Kubernetes objects, 1 readiness and metrics, 2 dumps, 3 logs, 4 Prometheus
  --prometheus URL   tier 4: read traffic and metrics from this Prometheus; HOPSCOPE_PROMETHEUS_TOKEN_FILE, …_CA_FILE and
                     …_MATCHERS in the environment say how (docs/operations.md)
  --config FILE      these options and the variables of the environment from a YAML file (docs/operations.md)
`,
  gather: `Writes a bundle: everything Hopscope reads of a cluster, as one file that it can serve and explain anywhere.
Values of environment variables are left out unless they are addresses, lines of logs unless Hopscope understands them.

Usage: hopscope gather -o FILE [OPTIONS]

  -o, --output FILE  where to: NAME.json, NAME.json.gz, or NAME.tar.gz (folder form); - for standard output
  --tiers N          highest tier of evidence to read (default 0), every pod of Istio's components asked once:
                     0 Kubernetes objects, 1 readiness and metrics, 2 dumps, 3 logs, 4 Prometheus
  --prometheus URL   with --tiers 4: this Prometheus is asked too (settings as for serve)
${CLUSTER}`,
  explain: `Tells whether a request arrives; if not, where it stops, why and whose problem it is.

Usage: hopscope explain "FROM -> TO:PORT" [OPTIONS]

  FROM               NS/NAME (a workload), pod:NS/NAME, gateway:NS/NAME, node:NAME, apiserver, outside, ip:ADDRESS
  TO                 NS/NAME (a Service), pod:NS/NAME, host:HOST, ip:ADDRESS
${HTTP}${CHANGE}  --json             the whole answer as JSON; with a change, both answers
  --tiers N          of a live cluster, what the pods of Istio on this path are asked (default 3): 0 nothing, Kubernetes
                     objects alone, 1 readiness, 2 dumps, 3 logs
${CLUSTER}${BUNDLE}
Exit: 0 delivered, 1 blocked, degraded or varying, 2 unknown or not askable, 64 wrong usage; with a change, of the answer after it.
`,
  check: `Lists all findings, the worst first; or tells what a change would do to them, or whether expectations are met.

Usage: hopscope check [OPTIONS]

  --expect FILE      judge the expectations of this file instead; may be repeated
${CHANGE}  --json             as JSON
  --sarif            as SARIF 2.1.0, for code scanning
${ALL_TIERS}${CLUSTER}${BUNDLE}
Exit: 0 nothing is broken, 1 something is, 2 the mesh cannot be read, 64 wrong usage.
With a change: 0 nothing gets worse, 1 a call that got through would not, or something broken would appear.
With --expect: 0 all are met, 1 one is not, 2 one cannot be judged and none failed.
`,
  reach: `Tells who can reach a target, or what a caller reaches, grouped by what decides: the policy and its rule.

Usage: hopscope reach --to TO:PORT [OPTIONS]
       hopscope reach --from FROM [OPTIONS]

  --to TO:PORT       NS/NAME:PORT (a Service), pod:NS/NAME:PORT, host:HOST:PORT, ip:ADDRESS:PORT
  --from FROM        NS/NAME (a workload), pod:NS/NAME, gateway:NS/NAME, node:NAME, apiserver, outside
${HTTP}${CHANGE}  --json             the whole answer as JSON
${ALL_TIERS}${CLUSTER}${BUNDLE}
Exit: 0 answered, 2 the end is not there or the mesh cannot be read, 64 wrong usage.
`,
  policy: `Tells which objects a policy really affects, who enforces it, and which parts of it nobody enforces.

Usage: hopscope policy KIND/NS/NAME [OPTIONS]

  KIND               AuthorizationPolicy, PeerAuthentication, RequestAuthentication, NetworkPolicy, HTTPRoute,
                     GRPCRoute, TCPRoute, TLSRoute, VirtualService
${CHANGE}  --json             the whole answer as JSON
${ALL_TIERS}${CLUSTER}${BUNDLE}
Exit: 0 it is enforced, 1 it is enforced nowhere, 2 it is not there or the mesh cannot be read, 64 wrong usage.
`,
  waypoint: `Tells what a waypoint carries: what is bound to it, which calls pass it or pass it by and why, and what it enforces.

Usage: hopscope waypoint NS/NAME [OPTIONS]

${CHANGE}  --json             the whole answer as JSON
${ALL_TIERS}${CLUSTER}${BUNDLE}
Exit: 0 traffic can pass it, 1 it cannot, 2 it is not there or the mesh cannot be read, 64 wrong usage.
`,
  snapshot: `Writes a snapshot: the mesh as it is judged now, as one file. It is redacted before it is written.

Usage: hopscope snapshot -o FILE [OPTIONS]

  -o, --output FILE  NAME.json, NAME.html (a page that opens without a network), NAME.svg or NAME.png (a picture of the
                     first path taken along, else of the map), or - for JSON on standard output
  --profile P        team (default): addresses, nodes and hosts outside are replaced; shape: every name is; full
  --path "A -> B:P"  take this path along, hop by hop; may be repeated
${ALL_TIERS}${CLUSTER}${BUNDLE}
Exit: 0 written, 1 the mesh cannot be read or the file cannot be written, 64 wrong usage.
`,
  diff: `Tells what changed between two snapshots, two bundles, or one of each.

Usage: hopscope diff BEFORE AFTER [OPTIONS]

  --json             the whole difference as JSON

Exit: 0 nothing got worse, 1 a link that worked does not or something broken appeared, 2 they cannot be read or compared,
64 wrong usage.
`,
};

/** The help of a command, or of all. */
export function helpText(command: CommandName | null): string {
  return command === null ? OVERVIEW : COMMANDS[command];
}
