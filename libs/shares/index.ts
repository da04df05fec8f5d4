export { type Share, type Standing } from './share.rules.js';
export { SharesModule } from './shares.module.js';
export { Shares } from './shares.service.js';
