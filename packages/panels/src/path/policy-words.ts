/** The plain words of policies that are told rule by rule. */
import type { ClauseReading, PolicyReading, ReadingResult } from '@hopscope/core';

const ROLES: Record<PolicyReading['role'], string> = {
  decides: 'decides',
  asked: '',
  'not-asked': 'not asked',
  'not-enforced': 'not enforced',
};

const ANSWERS: Record<ReadingResult, string> = { matches: 'yes', no: 'no', open: 'not known' };

const PARTS: Record<ClauseReading['part'], string> = {
  from: 'From',
  to: 'To',
  when: 'When',
  ports: 'Ports',
};

export const roleWord = (role: PolicyReading['role']): string => ROLES[role];
export const answerWord = (result: ReadingResult): string => ANSWERS[result];
export const partWord = (part: ClauseReading['part']): string => PARTS[part];

/** ALLOW and its kin as they are written; a NetworkPolicy has no action. */
export const actionWord = (action: string): string => (action === 'admits' ? 'NetworkPolicy' : action);
