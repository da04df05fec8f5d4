export { Mails } from './mails.service.js';
export { Notice } from './notice.entity.js';
export { TOLD_AT_ONCE } from './notice.words.js';
export { NoticesModule } from './notices.module.js';
export { NoticesService, type NoticeView } from './notices.service.js';
export { Telling } from './telling.service.js';
