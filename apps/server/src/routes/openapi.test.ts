import { describe, expect, it } from 'vitest';
import { demoState, serveStates } from './serve-scenario.ts';

interface Operation {
  summary?: string;
  description?: string;
  parameters?: { name: string; description?: string }[];
  responses: Record<string, { description?: string; content?: Record<string, unknown> }>;
}

describe('GET /api/v1/openapi.json', () => {
  it('describes every endpoint and every parameter', async () => {
    const { app } = await serveStates(demoState('rest'));
    const document = (await app.inject('/api/v1/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    const paths = document.paths as Record<string, Record<string, Operation>>;
    const wanted = ['mesh', 'graph', 'path', 'findings', 'components', 'services', 'services/{ns}/{name}', 'workloads'];
    const more = ['workloads/{ns}/{name}', 'sources', 'traffic', 'stream', 'demo', 'healthz', 'readyz'];
    for (const path of [...wanted, ...more]) expect(Object.keys(paths)).toContain(`/api/v1/${path}`);
    for (const operation of Object.values(paths).flatMap((path) => Object.values(path))) {
      expect(operation.summary).toBeTruthy();
      expect(operation.description).toBeTruthy();
      for (const { name, description } of operation.parameters ?? [])
        if (name !== 'name') expect(description).toBeTruthy();
    }
    expect(Object.keys(paths['/api/v1/path']!['get']!.responses['400']!.content!)).toEqual([
      'application/problem+json',
    ]);
    expect(Object.keys(paths['/api/v1/stream']!['get']!.responses['200']!.content!)).toEqual(['text/event-stream']);
    expect(document.components.schemas.Delta).toBeDefined();
  });
});
