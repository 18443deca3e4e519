import { type AlarmNotice } from './notice';

/** What every message about one alarm has in common, whichever way it came: its ARN, or else account, Region and name. */
export function alarmIdentity(notice: AlarmNotice, ownRegion: string): string {
  return notice.alarmArn ?? ['alarm', notice.accountId ?? '', notice.region ?? ownRegion, notice.title].join(':');
}
