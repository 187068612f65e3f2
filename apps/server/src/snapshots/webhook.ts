/** A snapshot's text and link, posted to the one address that the configuration names. Nothing that people send chooses where to. */
import type { Parsed } from '@hopscope/core';
import { type Outcome, refused } from './outcome.ts';

export const WEBHOOK_FORMS = ['slack', 'mattermost', 'teams'] as const;
type WebhookForm = (typeof WEBHOOK_FORMS)[number];

export interface WebhookSettings {
  /** a secret: whoever knows it may write to the channel */
  url: string;
  form: WebhookForm;
}

export interface ChatMessage {
  /** lines, of which the last may be the link */
  text: string;
  /** the whole address of the snapshot */
  link: string;
}

const PATIENCE_MS = 5_000;
const MOST_CHARACTERS = 3_000;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** HOPSCOPE_SNAPSHOT_WEBHOOK and …_WEBHOOK_FORM. A reason never holds the address. */
export function readWebhook(url: string, form: string): Parsed<WebhookSettings | null> {
  if (url === '') return { ok: true, value: null };
  const known = WEBHOOK_FORMS.find((one) => one === (form || 'slack'));
  if (known === undefined)
    return { ok: false, reason: `HOPSCOPE_SNAPSHOT_WEBHOOK_FORM is one of ${WEBHOOK_FORMS.join(', ')}.` };
  return isWebAddress(url)
    ? { ok: true, value: { url, form: known } }
    : { ok: false, reason: `HOPSCOPE_SNAPSHOT_WEBHOOK is ${HTTPS_ONLY}.` };
}

/** HOPSCOPE_PUBLIC_URL: where people open this server. */
export function readPublicUrl(text: string): Parsed<string | null> {
  if (text === '') return { ok: true, value: null };
  const isWhole = isWebAddress(text) && new URL(text).search === '' && new URL(text).hash === '';
  return isWhole
    ? { ok: true, value: new URL(text).href.replace(/\/+$/, '') }
    : { ok: false, reason: `HOPSCOPE_PUBLIC_URL is ${HTTPS_ONLY}, without a query.` };
}

const HTTPS_ONLY = 'an https:// address, or an http:// one of this machine, without a password';

function isWebAddress(text: string): boolean {
  if (text.length > 2_000 || !URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
}

/** Posts once: no other try, no redirect, five seconds, and of the answer nothing but its status is read. */
export async function postToChat({ url, form }: WebhookSettings, message: ChatMessage): Promise<Outcome<null>> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(bodyOf(form, message)),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await answer.body?.cancel();
    if (answer.ok) return { ok: true, value: null };
    return refused('webhook-failed', `The chat answered ${answer.status}: look at HOPSCOPE_SNAPSHOT_WEBHOOK.`);
  } catch (error) {
    // The address is a secret, and messages of failed requests may hold it.
    const why = (error as Error).name === 'TimeoutError' ? 'did not answer in time' : 'cannot be reached';
    return refused('webhook-failed', `The chat ${why}: look at HOPSCOPE_SNAPSHOT_WEBHOOK.`);
  }
}

function bodyOf(form: WebhookForm, { text, link }: ChatMessage): object {
  const words = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)} …` : text;
  if (form === 'slack') return { text: `${forSlack(words)}\n<${link}|Open the snapshot>` };
  if (form === 'mattermost') return { text: `${forMarkdown(words)}\n[Open the snapshot](${link})` };
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [{ type: 'TextBlock', text: forMarkdown(words), wrap: true }],
          actions: [{ type: 'Action.OpenUrl', title: 'Open the snapshot', url: link }],
        },
      },
    ],
  };
}

/** Names are text: they address nobody and are no links. */
const forSlack = (text: string): string =>
  withoutMentions(text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));

const forMarkdown = (text: string): string => withoutMentions(text.replace(/([\\`*_{}[\]<>()#!|~])/g, '\\$1'));

/** Also of everybody in the channel. */
const withoutMentions = (text: string): string => text.replaceAll('@', '@\u200b');
