/** Something to tell a person outside a talk, stored with the change that caused it. */
export interface Notice {
  /** UUID; also the key under which a channel may drop a repeat. */
  readonly id: string;
  readonly to: { readonly kind: "member" | "staff"; readonly id: string };
  /** Written in each language when it is known which the person reads; sealed where it is kept. */
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
  readonly suggestions: readonly string[];
  readonly application?: string;
  readonly at: string;
}

export type NoticeResult = "sent" | "unreachable";

/** Notices with what became of them. */
export interface NoticeStore {
  add(notices: readonly Notice[]): Promise<void>;
  find(id: string): Promise<(Notice & { readonly result?: NoticeResult }) | undefined>;
  settle(id: string, result: NoticeResult, at: string): Promise<void>;
  /** A notice that was sent but did not arrive waits again; false when it was not sent. */
  reopen(id: string): Promise<boolean>;
  /** Notices about a case that were sent or are on their way, oldest first. */
  about(application: string): Promise<Notice[]>;
}
