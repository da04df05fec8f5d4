import type { IntlShape } from 'react-intl';
import type { MessageId } from '../words/messages';

/** What a notice is about. */
export interface About {
  readonly name: string;
  readonly ref: string | null;
}

/** What a notice is about in a few words of the reader's language, without anybody's name or words: "EX-12: approved". */
export function noticeTitle(intl: IntlShape, { name, ref }: About): string {
  const id = `notice.${name}`;
  const says = intl.formatMessage({ id: (id in intl.messages ? id : 'notice.other') as MessageId });
  return ref ? `${ref}: ${says}` : `${says.slice(0, 1).toLocaleUpperCase(intl.locale)}${says.slice(1)}`;
}
