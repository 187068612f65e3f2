import type { AboutService, AboutWorkload, AccessMatrix, Components, PolicyList } from '@hopscope/core';
import type { PageReads } from '../page-reads.ts';
import { readJson } from './api.ts';

const objectPath = (...parts: readonly string[]): string => parts.map(encodeURIComponent).join('/');

/** From the server that served this page. */
export const liveReads: PageReads = {
  components: (signal) => readJson<Components>('/components', signal),
  service: (namespace, name, signal) => readJson<AboutService>(`/services/${objectPath(namespace, name)}`, signal),
  workload: (namespace, name, kind, signal) =>
    readJson<AboutWorkload>(
      `/workloads/${objectPath(namespace, name)}${kind === '' ? '' : `?${new URLSearchParams({ kind })}`}`,
      signal,
    ),
  policies: (namespace, signal) =>
    readJson<PolicyList>(`/policies${namespace === '' ? '' : `?${new URLSearchParams({ namespace })}`}`, signal),
  access: ({ namespace, text }, signal) =>
    readJson<AccessMatrix>(
      `/access?${new URLSearchParams({ namespace, ...(text === '' ? {} : { service: text }) })}`,
      signal,
    ),
};
