/** Who may have a picture. An `<img>` can hand over neither a token nor what stands after `#`, so the rule is one of its own. */
import type { FastifyRequest } from 'fastify';
import { type Admitted, admitToPanel, isOwn } from '../embed/admission.ts';
import type { EmbedAccess } from '../embed/embed-access.ts';
import type { PanelName } from '../embed/embed-token.ts';
import { isAllowed } from '../embed/settings.ts';
import { principalOf } from '../snapshots/principal.ts';

export interface AdmittedPicture {
  readonly admitted: Admitted;
  /** a page of another origin shows it, and may */
  readonly isForeign: boolean;
  /** whose allowance it is taken from */
  readonly who: string;
}

type Asking = Pick<FastifyRequest, 'headers' | 'ip'>;

/**
 * With a token as far as the token goes. Without one whoever may read the API: all who reach this server, or, where a proxy
 * names people, those whom it names. A page of another origin may show it only where it may frame panels, for else any page
 * that a person visits could ask in their name whether a Service is there.
 */
export async function admitPicture(
  request: FastifyRequest,
  panel: PanelName,
  access: EmbedAccess,
): Promise<AdmittedPicture> {
  const { name } = principalOf(request, access.people);
  const who = name === null || access.people.principalHeader === null ? `from ${request.ip}` : `as ${name}`;
  const page = pageThatAsks(request);
  if (page !== 'own' && !(page === 'nameless' ? access.settings.anyOrigin : isAllowed(page, access.settings)))
    return { admitted: { ok: false, code: 'embed-refused', reason: NOT_ON_THAT_PAGE }, isForeign: false, who };
  const admitted = await admitToPanel(request, panel, access);
  return { admitted, isForeign: page !== 'own', who };
}

const NOT_ON_THAT_PAGE =
  'Pages of other origins show pictures only where they are listed in HOPSCOPE_EMBED_ORIGINS, and where they let their origin be told (Referrer-Policy).';

/** The origin of a foreign page that shows the picture; `own` = of this server, opened by hand, or asked by a program. */
function pageThatAsks({ headers }: Asking): string {
  const site = headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none' || headers['sec-fetch-dest'] === 'document') return 'own';
  const { referer = '' } = headers;
  const origin = referer.length <= 2_000 && URL.canParse(referer) ? new URL(referer).origin : null;
  if (site === undefined) return origin === null || isOwn(origin, { headers }) ? 'own' : origin;
  return origin ?? 'nameless';
}
