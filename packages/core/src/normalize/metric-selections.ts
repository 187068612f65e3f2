/** The metrics of components as Prometheus is asked for them: few queries, each with all that are merged alike. */
import { METRICS } from './metric-names.ts';

/** Metrics that one query may ask for, since their samples become one in the same way. */
export interface MetricSelection {
  /** every spelling that exporters use, the usual one among them */
  names: readonly string[];
  /** labels that matter for at least one of them */
  labels: readonly string[];
  /** how samples that differ in other labels become one */
  merge: 'sum' | 'least';
  /** zeros tell nothing */
  onlyPositive: boolean;
}

/** Every process that Prometheus knows has these: only those of Istio's targets are of interest. */
const OF_EVERY_PROCESS = /^process_/;
/** Prometheus makes it itself, for every target. */
const OF_EVERY_TARGET = 'up';
/** Theirs are many, one for each Service that was asked for: the labels of others would multiply them. */
const OF_REQUESTS = /^istio_request_/;
/** Twenty series for each pair of proxy and Service; checks ask for sum and count alone. */
const TOO_MANY = 'istio_request_duration_milliseconds_bucket';

/** What Istio's components alone serve. */
export function componentSelections(): MetricSelection[] {
  return selectionsOf((name) => !OF_EVERY_PROCESS.test(name) && name !== OF_EVERY_TARGET && name !== TOO_MANY);
}

/** What every process serves: to be asked only of the targets of Istio's components. */
export function processSelections(): MetricSelection[] {
  return selectionsOf((name) => OF_EVERY_PROCESS.test(name));
}

function selectionsOf(isWanted: (name: string) => boolean): MetricSelection[] {
  const groups = new Map<
    string,
    { names: Set<string>; labels: Set<string> } & Omit<MetricSelection, 'names' | 'labels'>
  >();
  for (const [name, { labels = [], merge = 'sum', onlyPositive = false }] of METRICS) {
    if (!isWanted(name)) continue;
    const key = `${merge} ${onlyPositive} ${OF_REQUESTS.test(name)}`;
    const group = groups.get(key) ?? { names: new Set<string>(), labels: new Set<string>(), merge, onlyPositive };
    groups.set(key, group);
    for (const spelling of spellingsOf(name)) group.names.add(spelling);
    for (const label of labels) group.labels.add(label);
  }
  return [...groups.values()].map((group) => ({ ...group, names: [...group.names], labels: [...group.labels] }));
}

/** Exporters add or leave out `_total`; the agent of a proxy puts its own prefix before. */
function spellingsOf(name: string): string[] {
  const base = name.replace(/_total$/, '');
  const spellings = [base, `${base}_total`];
  return /^(?:istiod_|cert_)/.test(name) ? spellings.flatMap((one) => [one, `istio_agent_${one}`]) : spellings;
}
