/** A scenario that fires each check of this stage, and a near miss that leaves it silent, in the order of the catalogue. */
import type { Scenario } from '../../scenario.ts';
import { appDialsReservedPort } from './app-dials-reserved-port.ts';
import { captureAnnotationStale } from './capture-annotation-stale.ts';
import { ipv6NotCaptured } from './ipv6-not-captured.ts';
import { mixedSidecarAmbient } from './mixed-sidecar-ambient.ts';
import { netpolEgressBlocksDns } from './netpol-egress-blocks-dns.ts';
import { netpolEgressBlocksHbone } from './netpol-egress-blocks-hbone.ts';
import { redirectionPending } from './redirection-pending.ts';
import { sourceNotCaptured } from './source-not-captured.ts';
import { sourceNotMeshedByChoice } from './source-not-meshed-by-choice.ts';
import { sourcePodNotRunning } from './source-pod-not-running.ts';
import { startupPlaintextWindow } from './startup-plaintext-window.ts';
import { unknownLocalWorkload } from './unknown-local-workload.ts';

export const CLIENT_SCENARIOS: readonly Scenario[] = [
  ...sourcePodNotRunning,
  ...redirectionPending,
  ...sourceNotCaptured,
  ...ipv6NotCaptured,
  ...captureAnnotationStale,
  ...sourceNotMeshedByChoice,
  ...startupPlaintextWindow,
  ...mixedSidecarAmbient,
  ...netpolEgressBlocksHbone,
  ...netpolEgressBlocksDns,
  ...appDialsReservedPort,
  ...unknownLocalWorkload,
];
