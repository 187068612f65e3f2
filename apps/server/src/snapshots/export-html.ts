/** A snapshot as one page that opens without any network: viewer, styles and data in it, and a policy that allows nothing else. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapeHtml } from './preview-tags.ts';

export interface ViewerFiles {
  script: string;
  style: string;
}

/** The built viewer of a folder of pages; null where it was not built. */
export function readViewer(webRoot: string | null): ViewerFiles | null {
  if (webRoot === null) return null;
  const [script, style] = ['viewer.js', 'viewer.css'].map((name) => join(webRoot, 'viewer', name));
  if (!existsSync(script!) || !existsSync(style!)) return null;
  return { script: readFileSync(script!, 'utf8'), style: readFileSync(style!, 'utf8') };
}

/** The page. The data is JSON in an element that no browser runs, with every `<` written so that it can end nothing. */
export function exportHtml(file: string, title: string, viewer: ViewerFiles): string {
  // In texts of scripts this is the same to the language and ends no element.
  const script = viewer.script.replace(/<\/(script)/gi, '<\\/$1').replace(/<!--/g, '<\\!--');
  const style = viewer.style.replace(/<\/(style)/gi, '<\\/$1');
  const policy = `default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(style)}'; img-src data:; base-uri 'none'; form-action 'none'`;
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8" />',
    `<meta http-equiv="Content-Security-Policy" content="${policy}" />`,
    '<meta name="viewport" content="width=device-width, initial-scale=1" /><meta name="robots" content="noindex" />',
    `<meta name="referrer" content="no-referrer" /><title>${escapeHtml(title)}</title><style>${style}</style></head>`,
    '<body><div id="root"></div><noscript>This snapshot needs JavaScript; its data stands in this file as JSON.</noscript>',
    `<script type="application/json" id="snapshot">${file.replaceAll('<', '\\u003c')}</script>`,
    `<script type="module">${script}</script></body></html>`,
  ].join('');
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
