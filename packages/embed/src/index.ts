/** `<hopscope-panel>`: importing this module makes the element known. */
import { HopscopePanel } from './hopscope-panel.ts';

export { HopscopePanel } from './hopscope-panel.ts';
export type { FromPanel, ToPanel } from './messages.ts';

if (!customElements.get('hopscope-panel')) customElements.define('hopscope-panel', HopscopePanel);
