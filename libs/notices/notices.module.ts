import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Mails } from './mails.service.js';
import { Notice } from './notice.entity.js';
import { NoticesService } from './notices.service.js';
import { Post } from './post.js';
import { Telling } from './telling.service.js';

/** What people are told, in their own inbox and by mail. */
@Module({
  imports: [TypeOrmModule.forFeature([Notice])],
  providers: [Mails, NoticesService, Post, Telling],
  exports: [Mails, NoticesService, Telling],
})
export class NoticesModule {}
