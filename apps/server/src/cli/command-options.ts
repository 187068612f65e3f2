/** Which options each command has; what they mean is in `help.ts`. */
import type { CommandName } from './help.ts';
import type { Options } from './option-values.ts';

const HELP: Options = { help: { type: 'boolean', short: 'h' } };
const CLUSTER: Options = { kubeconfig: { type: 'string' }, context: { type: 'string', multiple: true } };
const BUNDLE: Options = { bundle: { type: 'string' } };
const TIERS: Options = { tiers: { type: 'string' } };
const LISTEN: Options = { host: { type: 'string' }, port: { type: 'string' } };

const HTTP: Options = {
  method: { type: 'string' },
  path: { type: 'string' },
  header: { type: 'string', multiple: true },
};
const CHANGE: Options = { with: { type: 'string', multiple: true }, without: { type: 'string', multiple: true } };
const JSON_FORM: Options = { json: { type: 'boolean' } };

/** The options of each command, as `parseArgs` takes them. */
export const OPTIONS: Readonly<Record<CommandName, Options>> = {
  demo: { ...HELP, ...LISTEN },
  serve: {
    ...HELP,
    ...CLUSTER,
    ...BUNDLE,
    ...LISTEN,
    ...TIERS,
    prometheus: { type: 'string' },
    config: { type: 'string' },
  },
  gather: { ...HELP, ...CLUSTER, ...TIERS, output: { type: 'string', short: 'o' }, prometheus: { type: 'string' } },
  explain: { ...HELP, ...CLUSTER, ...BUNDLE, ...TIERS, ...HTTP, ...CHANGE, ...JSON_FORM },
  check: {
    ...HELP,
    ...CLUSTER,
    ...BUNDLE,
    ...TIERS,
    ...CHANGE,
    ...JSON_FORM,
    sarif: { type: 'boolean' },
    expect: { type: 'string', multiple: true },
  },
  reach: {
    ...HELP,
    ...CLUSTER,
    ...BUNDLE,
    ...TIERS,
    ...HTTP,
    ...CHANGE,
    ...JSON_FORM,
    to: { type: 'string' },
    from: { type: 'string' },
  },
  policy: { ...HELP, ...CLUSTER, ...BUNDLE, ...TIERS, ...CHANGE, ...JSON_FORM },
  waypoint: { ...HELP, ...CLUSTER, ...BUNDLE, ...TIERS, ...CHANGE, ...JSON_FORM },
  snapshot: {
    ...HELP,
    ...CLUSTER,
    ...BUNDLE,
    ...TIERS,
    output: { type: 'string', short: 'o' },
    profile: { type: 'string' },
    path: { type: 'string', multiple: true },
  },
  diff: { ...HELP, ...JSON_FORM },
};
