/** Texts to paste elsewhere, in which a panel or a picture of it stands. Each is escaped for the language it is of. */
import type { PanelName } from '../../embed/embed-query.ts';

export interface Pasted {
  /** scheme, host and port of this server */
  readonly server: string;
  readonly panel: PanelName;
  readonly query: URLSearchParams;
  readonly title: string;
  /** the page of the application, a path with its query */
  readonly full: string;
  /** what a link made here has behind `#link=`; '' = none was made */
  readonly link: string;
}

export interface Snippet {
  readonly id: 'frame' | 'component' | 'grafana' | 'infinity' | 'backstage' | 'confluence' | 'markdown';
  readonly name: string;
  readonly text: string;
  /** what else must be done there */
  readonly note: string;
}

/** All of them, in the order in which they are offered. */
export function snippetsOf(pasted: Pasted): readonly Snippet[] {
  return [
    {
      id: 'frame',
      name: 'Plain frame',
      text: frameOf(pasted, 480, 'frame'),
      note:
        pasted.link === ''
          ? 'Shows something to whoever may read this server in the same browser. Make a link for everybody else.'
          : 'Whoever has this text can open the panel until the link ends.',
    },
    {
      id: 'component',
      name: 'Web component',
      text: componentOf(pasted),
      note: 'It grows with what it shows. fetchToken asks your own server, which posts to /api/v1/embed/tokens with its rights.',
    },
    {
      id: 'grafana',
      name: 'Grafana, text panel',
      text: frameOf(pasted, '100%', 'frame'),
      note: 'Mode HTML. Grafana must run with disable_sanitize_html, which its administrator decides.',
    },
    {
      id: 'infinity',
      name: 'Grafana, Infinity',
      text: infinityOf(pasted),
      note: 'A query of the Infinity data source: data instead of a frame. The data source needs this server among its allowed hosts.',
    },
    {
      id: 'backstage',
      name: 'Backstage card',
      text: backstageOf(pasted),
      note: `Add ${pasted.server} to backend.csp.frame-src of app-config.yaml.`,
    },
    {
      id: 'confluence',
      name: 'Confluence',
      text: confluenceOf(pasted),
      note: 'A picture that leads here, for Insert > Markup; then the address for the iframe macro, which many administrators must allow first.',
    },
    {
      id: 'markdown',
      name: 'Markdown picture',
      text: `[![${markdownText(pasted.title)}](${markdownUrl(pictureUrl(pasted, 'svg'))})](${markdownUrl(pasted.server + pasted.full)})`,
      note: 'Shown to whoever may read this server, on pages that may frame panels; no link opens a picture.',
    },
  ];
}

/** The address of the panel's page. */
export function panelUrl({ server, panel, query, link }: Pasted, more: Readonly<Record<string, string>> = {}): string {
  const search = new URLSearchParams([...query, ...Object.entries(more)]).toString();
  const fragment = link === '' ? '' : `#link=${encodeURIComponent(link)}`;
  return `${server}/embed/v1/${panel}${search === '' ? '' : `?${search}`}${fragment}`;
}

/** The address of a picture of the same. Pictures are light or dark, and have nothing to hide. */
export function pictureUrl({ server, panel, query }: Pasted, form: 'svg' | 'png'): string {
  const search = new URLSearchParams([...query].filter(([name]) => name !== 'hide')).toString();
  return `${server}/render/v1/${panel}.${form}${search === '' ? '' : `?${search}`}`;
}

const SANDBOX = 'allow-scripts allow-popups allow-popups-to-escape-sandbox';

function frameAttributes(pasted: Pasted, height: number | string, fit: string): [string, string][] {
  return [
    ['src', panelUrl(pasted, { fit })],
    ['title', pasted.title],
    ['width', '100%'],
    ['height', String(height)],
    ['style', 'border:0'],
    ['loading', 'lazy'],
    ['allow', 'fullscreen; clipboard-write'],
    ['referrerpolicy', 'strict-origin-when-cross-origin'],
    ...(pasted.link === '' ? [] : [['sandbox', SANDBOX] as [string, string]]),
  ];
}

function frameOf(pasted: Pasted, height: number | string, fit: string): string {
  const attributes = frameAttributes(pasted, height, fit).map(([name, value]) => `${name}="${html(value)}"`);
  return `<iframe ${attributes.join(' ')}></iframe>`;
}

function componentOf({ server, panel, query, title }: Pasted): string {
  const attributes = [['server', server], ['panel', panel], ...query].map(
    ([name, value]) => `${name}="${html(value!)}"`,
  );
  return [
    `<script type="module" src="${html(server)}/embed/v1/hopscope-panel.js"></script>`,
    `<hopscope-panel ${attributes.join(' ')} sandbox title="${html(title)}"></hopscope-panel>`,
    '<script type="module">',
    "  document.querySelector('hopscope-panel').fetchToken = ({ panel, namespaces }) =>",
    "    fetch('/your/hopscope-token', { method: 'POST', body: JSON.stringify({ panel, namespaces }) })",
    '      .then((answer) => answer.text());',
    '</script>',
  ].join('\n');
}

/** Reasons as rows, whatever the panel: a table is what Infinity is good at. */
function infinityOf({ server, query }: Pasted): string {
  const ns = query.get('ns');
  const search = ns === null ? '' : `?${new URLSearchParams({ namespaces: ns })}`;
  const column = (selector: string, text: string, type = 'string') => ({ selector, text, type });
  const model = {
    type: 'json',
    source: 'url',
    format: 'table',
    parser: 'backend',
    url: `${server}/api/v1/embed/panels/problems${search}`,
    url_options: { method: 'GET' },
    root_selector: 'mesh.report.causes',
    columns: [
      column('sentence', 'Reason'),
      column('severity', 'Severity'),
      column('blame', 'Whose problem'),
      column('since', 'Since', 'timestamp'),
    ],
  };
  return JSON.stringify(model, null, 2);
}

function backstageOf(pasted: Pasted): string {
  const attributes = frameAttributes(pasted, 480, 'frame').filter(([name]) => name !== 'style');
  const properties = attributes.map(([name, value]) => `      ${REACT_NAMES[name] ?? name}={${script(value)}}`);
  return [
    "import { InfoCard } from '@backstage/core-components';",
    '',
    'export const HopscopeCard = () => (',
    `  <InfoCard title={${script(pasted.title)}}>`,
    '    <iframe',
    ...properties,
    '      style={{ border: 0 }}',
    '    />',
    '  </InfoCard>',
    ');',
  ].join('\n');
}

const REACT_NAMES: Readonly<Record<string, string>> = { referrerpolicy: 'referrerPolicy' };

function confluenceOf(pasted: Pasted): string {
  const picture = wiki(pictureUrl(pasted, 'png'));
  return `[!${picture}!|${wiki(pasted.server + pasted.full)}]\n\n${panelUrl(pasted, { fit: 'frame' })}`;
}

/** Between quotes of an attribute. */
export const html = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** A string of a script; no end of a script element, and no line that old engines take for one. */
export const script = (text: string): string =>
  JSON.stringify(text).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');

const markdownText = (text: string): string => text.replace(/[\\[\]<>`*_!]/g, '\\$&').replace(/\s+/g, ' ');

/** An address within brackets: what would end it is written as its number. */
const markdownUrl = (url: string): string =>
  url.replace(/[()<>\s\\]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

const wiki = (url: string): string =>
  url.replace(/[!|[\]{}\s\\]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
