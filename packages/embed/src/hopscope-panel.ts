import { createChannelName, isHello } from './greeting.ts';
import { type FromPanel, readFromPanel, type ToPanel } from './messages.ts';
import { ADDRESS_ATTRIBUTES, panelAddress } from './panel-address.ts';

/** Asked for a token whenever the panel needs one; null = none is needed. */
export type FetchToken = (wish: { panel: string; namespaces: string[] }) => Promise<string | null>;

const [LEAST_HEIGHT, MOST_HEIGHT] = [120, 2_000];

/**
 * A panel in a page: an iframe inside, which no style of the page reaches. Attributes are those of the address (`server`,
 * `panel`, `ns`, `theme` …), `sandbox` puts it into a sandbox of no origin. What the panel says are events `hopscope-ready`,
 * `-select`, `-navigate`, `-state`, `-problem-count`, `-error`, with the message as `detail`.
 */
export class HopscopePanel extends HTMLElement {
  static readonly observedAttributes = ['server', 'panel', 'sandbox', ...ADDRESS_ATTRIBUTES];
  fetchToken: FetchToken | null = setBefore(this);
  #frame: HTMLIFrameElement | null = null;
  #exit: HTMLElement | null = null;
  #port: MessagePort | null = null;
  #channel = '';
  #isPlanned = false;

  connectedCallback(): void {
    window.addEventListener('message', this.#onMessage);
    this.#plan();
  }

  disconnectedCallback(): void {
    window.removeEventListener('message', this.#onMessage);
    this.#close();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after || !this.isConnected) return;
    const theme = after ?? 'auto';
    if (name === 'theme' && this.#port !== null && isTheme(theme)) this.send({ type: 'setTheme', theme });
    else this.#plan();
  }

  /** Tells the panel something; lost where it is not there yet. */
  send(message: ToPanel): void {
    this.#port?.postMessage(message);
  }

  /** Several attributes that change together build one frame. */
  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    queueMicrotask(() => {
      this.#isPlanned = false;
      if (this.isConnected) this.#build();
    });
  }

  #build(): void {
    this.#close();
    this.#channel = createChannelName();
    const address = panelAddress((name) => this.getAttribute(name), this.#channel);
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    if (address === null) {
      root.textContent = 'hopscope-panel: give it server="https://…" and panel="problems".';
      return;
    }
    const frame = document.createElement('iframe');
    frame.title = this.title || `Hopscope: ${this.getAttribute('panel') ?? 'problems'}`;
    frame.setAttribute('allow', 'fullscreen; clipboard-write');
    frame.referrerPolicy = 'strict-origin-when-cross-origin';
    frame.loading = 'lazy';
    if (this.hasAttribute('sandbox')) frame.setAttribute('sandbox', sandboxOf(this.getAttribute('sandbox') ?? ''));
    Object.assign(frame.style, { display: 'block', width: '100%', height: `${LEAST_HEIGHT}px`, border: '0' });
    frame.src = address.href;
    // Where the keyboard stands after Esc. A tabindex on the element itself would take the frame out of the order of tabs.
    const exit = document.createElement('span');
    exit.tabIndex = -1;
    root.replaceChildren(frame, exit);
    this.#exit = exit;
    this.#frame = frame;
  }

  #close(): void {
    this.#port?.close();
    this.#port = null;
    this.#frame?.remove();
    this.#frame = null;
  }

  readonly #onMessage = (event: MessageEvent): void => {
    const frame = this.#frame;
    if (frame === null || this.#port !== null) return;
    const { origin } = new URL(frame.src);
    const isSandboxed = frame.hasAttribute('sandbox');
    if (!isHello(event, { window: frame.contentWindow, origin, isSandboxed, channel: this.#channel })) return;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      const message = readFromPanel(data, origin);
      if (message !== null && this.#port === port1) this.#hear(message);
    };
    this.#port = port1;
    // A window of no origin has no name that a message could be sent to. It carries nothing but the port, and only the page
    // that knew the channel has asked for it.
    const target = isSandboxed ? '*' : origin;
    frame.contentWindow?.postMessage({ hopscope: 1, type: 'init', channel: this.#channel }, target, [port2]);
  };

  #hear(message: FromPanel): void {
    if (message.type === 'size') this.#resize(message.height);
    else if (message.type === 'token-wanted') void this.#giveToken();
    else if (message.type === 'leave') this.#exit?.focus();
    else
      this.dispatchEvent(
        new CustomEvent(`hopscope-${message.type}`, { detail: message, bubbles: true, composed: true }),
      );
  }

  #resize(height: number): void {
    if (this.#frame === null || this.getAttribute('fit') === 'frame') return;
    const within = Math.min(
      Number(this.getAttribute('max')) || MOST_HEIGHT,
      Math.max(Number(this.getAttribute('min')) || LEAST_HEIGHT, height),
    );
    this.#frame.style.height = `${within}px`;
  }

  async #giveToken(): Promise<void> {
    const port = this.#port;
    const wish = {
      panel: this.getAttribute('panel') ?? 'problems',
      namespaces: (this.getAttribute('ns') ?? '').split(',').filter((name) => name !== ''),
    };
    try {
      const token = (await this.fetchToken?.(wish)) ?? null;
      if (port === this.#port) this.send({ type: 'token', token });
    } catch (error) {
      // The host's own callback failed: the host is told, the panel goes on without a token and says what is missing.
      if (port === this.#port) this.send({ type: 'token', token: null });
      const message = error instanceof Error ? error.message : String(error);
      this.dispatchEvent(
        new CustomEvent('hopscope-error', {
          detail: { type: 'error', code: 'fetch-token', message },
          bubbles: true,
          composed: true,
        }),
      );
    }
  }
}

/** A page may give the callback before this module has made the element known. */
function setBefore(element: object): FetchToken | null {
  return (element as { fetchToken?: FetchToken }).fetchToken ?? null;
}

const isTheme = (text: string): text is 'light' | 'dark' | 'auto' => ['light', 'dark', 'auto'].includes(text);

/** Scripts it needs; what would give it the page's powers it never gets. */
function sandboxOf(text: string): string {
  const allowed = new Set(['allow-popups', 'allow-popups-to-escape-sandbox', 'allow-downloads']);
  return ['allow-scripts', ...text.split(/\s+/).filter((word) => allowed.has(word))].join(' ');
}
