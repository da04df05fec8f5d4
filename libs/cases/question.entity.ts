import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A colleague is asked about a case, whose owner stays its owner. Question and answer are remarks about the case. */
@Entity('questions')
export class Question {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'case_id' })
  caseId: string;

  @Column('text', { name: 'asked_by' })
  askedBy: string;

  @Column('text', { name: 'to_id' })
  toId: string;

  @Column('text', { name: 'question_id' })
  questionId: string;

  @Column('timestamptz', { name: 'asked_at', default: () => 'house_now()' })
  askedAt: Date;

  @Column('text', { name: 'answer_id', nullable: true })
  answerId: string | null;

  @Column('timestamptz', { name: 'answered_at', nullable: true })
  answeredAt: Date | null;
}

/** A question as it is read, with its words: null once erased, the answer also before there is one. */
export type QuestionView = Omit<Question, 'questionId' | 'answerId'> & { question: string | null; answer: string | null };
