import type { ChangesReading, PastReads } from '../report-source.ts';
import { readJson } from './api.ts';
import { readPastMesh } from './read-mesh.ts';

const MOST_CHANGES = 500;

/** The past that the server keeps. */
export const livePast: PastReads = {
  readMesh: readPastMesh,
  readChanges: (signal) => readJson<ChangesReading>(`/changes?limit=${MOST_CHANGES}`, signal),
};
