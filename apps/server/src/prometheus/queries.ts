/** What Prometheus is asked for: as many queries in a mesh of one namespace as in a mesh of a thousand (signals 7). */
import {
  componentSelections,
  type MetricSelection,
  processSelections,
  TRAFFIC_LABELS,
  TRAFFIC_METRICS,
} from '@hopscope/core';
import { formatMatchers, type Matcher, quoted } from './matchers.ts';

export interface Query {
  /** what it is about, for a sentence */
  about: string;
  /** PromQL; a reading carries it, and core reads from it what the values are */
  text: string;
}

export interface QueryOptions {
  matchers: readonly Matcher[];
  /** over how long rates are taken, in whole seconds */
  windowSeconds: number;
}

/** One query a metric of traffic, over all namespaces at once, per second; what stood still is not answered. */
export function trafficQueries({ matchers, windowSeconds }: QueryOptions): Query[] {
  const held = matchers.length === 0 ? '' : `{${formatMatchers(matchers)}}`;
  const labels = TRAFFIC_LABELS.join(', ');
  return TRAFFIC_METRICS.map((metric) => {
    const rate = `rate(${metric}${held}[${windowSeconds}s])`;
    const since = `${sinceBirth(`${metric}${held}`, `up${held}`, windowSeconds)} or ${rate}`;
    return { about: metric, text: `sum by (${labels}) (${since}) > 0` };
  });
}

/**
 * What began to be counted within the window, where its target had been scraped before: it counts from zero. `rate` alone
 * would say that nothing happened, and the first refusals of a caller would look like none.
 */
const sinceBirth = (metric: string, up: string, seconds: number): string =>
  `(${metric} unless ${metric} offset ${seconds}s and on (job, instance) ${up} offset ${seconds}s) / ${seconds}`;

/** What components count of themselves since their start, and which of Istio's targets are scraped at all. */
export function componentQueries({ matchers }: Pick<QueryOptions, 'matchers'>): Query[] {
  const more = matchers.length === 0 ? '' : `,${formatMatchers(matchers)}`;
  const named = (names: readonly string[]): string => `{__name__=~${quoted(names.join('|'))}${more}}`;
  const ofIstio = ` and on (namespace, pod) {__name__="istio_build"${more}}`;
  return [
    ...componentSelections().map((one) => queryOf('components', one, named(one.names))),
    ...processSelections().map((one) => queryOf('processes of components', one, `${named(one.names)}${ofIstio}`)),
    {
      about: 'targets',
      text: `min by (job, namespace, pod) (up{pod=~${quoted(PODS)}${more}} or up{container=~${quoted(CONTAINERS)}${more}})`,
    },
  ];
}

/** As their charts name them: a target that is down has nothing else that would tell what it is. */
const PODS = '(istiod|ztunnel|istio-cni-node|waypoint)-.+';
const CONTAINERS = 'discovery|istio-proxy|install-cni';

function queryOf(about: string, { labels, merge, onlyPositive }: MetricSelection, selector: string): Query {
  const by = ['__name__', 'namespace', 'pod', ...labels].join(', ');
  const text = `${merge === 'least' ? 'min' : 'sum'} by (${by}) (${selector})${onlyPositive ? ' > 0' : ''}`;
  return { about, text };
}

/** Everything of one refresh. */
export function refreshQueries(options: QueryOptions): Query[] {
  return [...trafficQueries(options), ...componentQueries(options)];
}
