/** Section 1: whether a pod should be, and is, in the mesh. */
import { isEnrolledByCni, shouldCapture } from '@hopscope/core';
import { object } from '../case.ts';
import { meshOf } from '../state.ts';
import type { Kind } from './kind.ts';
import { podOf } from './subjects.ts';

export const ENROLMENT: Readonly<Record<string, Kind>> = {
  'workload-captured': {
    answer(one) {
      const mesh = meshOf(one);
      return { shouldBeCaptured: shouldCapture(mesh, podOf(mesh, object(one.question['workload']))).captured };
    },
  },
  'pod-enrolled-by-cni': {
    answer(one) {
      const mesh = meshOf(one);
      return { enrolled: isEnrolledByCni(mesh, podOf(mesh, object(one.question['workload']))) };
    },
  },
};
