import type { GroupSettings } from "../domain/group.ts";

/** Groups we are in. Failures are AppError from the database. */
export interface GroupStore {
  /** What the group's administrators set; the defaults for a group that nothing was set for. */
  settings(channel: string, group: string): Promise<GroupSettings>;
  save(channel: string, group: string, settings: GroupSettings): Promise<void>;
  /** The chats of the members' talks within the group of which something is remembered. */
  talks(channel: string, group: string): Promise<string[]>;
  /** The group goes on under another id, with its settings; doing so again changes nothing. */
  migrate(channel: string, from: string, to: string): Promise<void>;
}
