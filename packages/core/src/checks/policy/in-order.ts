/** The checks of this stage, in the order of the catalogue. */
import type { Check } from '../check.ts';
import { allowNothingPolicy } from './allow-nothing-policy.ts';
import { extAuthzFailing } from './ext-authz-failing.ts';
import { globalPolicySurprise } from './global-policy-surprise.ts';
import { l7AllowAtZtunnel } from './l7-allow-at-ztunnel.ts';
import { l7DenyBroader } from './l7-deny-broader.ts';
import { l7DenyNoop } from './l7-deny-noop.ts';
import { peerauthIgnored } from './peerauth-ignored.ts';
import { policyActionUnsupported } from './policy-action-unsupported.ts';
import { policyNeedsIdentityButPlaintext } from './policy-needs-identity-but-plaintext.ts';
import { policyNotDelivered } from './policy-not-delivered.ts';
import { policyPortSemantics } from './policy-port-semantics.ts';
import { policySelectsNothing } from './policy-selects-nothing.ts';
import { strictMtlsRejectsPlaintext } from './strict-mtls-rejects-plaintext.ts';
import { systemCallerBlockedByStrict } from './system-caller-blocked-by-strict.ts';
import { targetrefGatewayclassNotEnforced } from './targetref-gatewayclass-not-enforced.ts';
import { targetrefPolicyNotBound } from './targetref-policy-not-bound.ts';
import { waypointDeniesClient } from './waypoint-denies-client.ts';
import { waypointIdentityNotAllowed } from './waypoint-identity-not-allowed.ts';
import { ztunnelDefaultDeny } from './ztunnel-default-deny.ts';
import { ztunnelExplicitDeny } from './ztunnel-explicit-deny.ts';

export const POLICY: readonly Check[] = [
  ztunnelDefaultDeny,
  ztunnelExplicitDeny,
  allowNothingPolicy,
  l7AllowAtZtunnel,
  waypointIdentityNotAllowed,
  waypointDeniesClient,
  l7DenyNoop,
  l7DenyBroader,
  targetrefPolicyNotBound,
  targetrefGatewayclassNotEnforced,
  policyActionUnsupported,
  policySelectsNothing,
  policyPortSemantics,
  policyNeedsIdentityButPlaintext,
  strictMtlsRejectsPlaintext,
  systemCallerBlockedByStrict,
  peerauthIgnored,
  globalPolicySurprise,
  policyNotDelivered,
  extAuthzFailing,
];
