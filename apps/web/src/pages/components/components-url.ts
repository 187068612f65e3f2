/** What of the page stands in its address. */
export interface ComponentsUrl {
  /** the node that is open; '' = none */
  readonly node: string;
  readonly filter: string;
  readonly problems: boolean;
}

export function readComponentsUrl(parameters: URLSearchParams): ComponentsUrl {
  return {
    node: parameters.get('node') ?? '',
    filter: parameters.get('filter') ?? '',
    problems: parameters.get('problems') === '1',
  };
}

/** Only what differs from the plain page. */
export function writeComponentsUrl({ node, filter, problems }: ComponentsUrl): URLSearchParams {
  const pairs = { node, filter, problems: problems ? '1' : '' };
  return new URLSearchParams(Object.entries(pairs).filter(([, value]) => value !== ''));
}
