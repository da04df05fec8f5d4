import '../styles/register.css';
import '../styles/work.css';
import { SegmentedControl, TextInput } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import { useRowKeys } from '../keys/use-list-keys';
import { CaseMark } from '../parts/case-mark';
import { ComplaintFaces, ComplaintParts } from '../parts/complaint-faces';
import { ExportLink } from '../parts/export-link';
import { MoreButton } from '../parts/more-button';
import { SavedViews } from '../parts/saved-views';
import { Unready } from '../parts/unready';
import { usePages } from '../parts/use-pages';
import { useTitle } from '../parts/use-title';
import { When } from '../parts/when';
import { HERE } from '../parts/zone-now';
import { dayAt, instantOf } from '../parts/zoned';
import { COMPLAINTS_SHOWN, type ComplaintSearch } from './complaint-search';

const Register = gql(
  `query Register($filter: ComplaintFilter!, $after: String) {
    complaintRegister(first: 25, after: $after, filter: $filter) {
      nodes { complainedAt isLate case { id ref status need owner { id name } customer { id name } } ...ComplaintParts }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  [ComplaintParts],
);
const HowMany = gql(`query HowManyLate { complaintRegister(first: 1, filter: { show: LATE }) { totalCount } }`);

const route = getRouteApi('/complaints');

/** The register of complaints: what is late on top, whatever is shown below it; as a file, too. */
export function Complaints() {
  const intl = useIntl();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { show = 'open', since, until } = search;
  const go = (part: ComplaintSearch) => void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const [{ data }] = useQuery({ query: HowMany });
  useRowKeys();
  useTitle(intl.formatMessage({ id: 'complaints.title' }), data?.complaintRegister.totalCount ?? 0);
  return (
    <div className="page register">
      <h1>
        <FormattedMessage id="complaints.title" />
      </h1>
      <div className="register-find">
        <SegmentedControl
          aria-label={intl.formatMessage({ id: 'complaints.show' })}
          value={show}
          onChange={(value) => go({ show: value })}
          data={COMPLAINTS_SHOWN.map((value) => ({ value, label: intl.formatMessage({ id: `complaints.show.${value}` }) }))}
        />
        {(['since', 'until'] as const).map((side) => (
          <TextInput
            key={side}
            type="date"
            label={<FormattedMessage id={`complaints.${side}`} />}
            value={search[side] ?? ''}
            onChange={(event) => go({ [side]: event.currentTarget.value || undefined })}
          />
        ))}
        <ExportLink list="complaints" asked={{ filter: filterOf(search) }} />
        <SavedViews />
      </div>
      <Late key={`late ${since} ${until}`} search={search} />
      {show === 'late' ? null : <Others key={`${show} ${since} ${until}`} search={search} />}
    </div>
  );
}

type Row = ResultOf<typeof Register>['complaintRegister']['nodes'][number];

const rowsOf = ({ complaintRegister: { nodes, pageInfo } }: ResultOf<typeof Register>) => ({
  nodes: nodes.map((row) => ({ id: row.case.id, row })),
  pageInfo,
});

function Late({ search }: { search: ComplaintSearch }) {
  const list = usePages(Register, { filter: filterOf({ ...search, show: 'late' }) }, rowsOf);
  if (!list.data) return <Unready error={list.error} again={list.again} rows={2} height={120} />;
  if (list.nodes.length === 0)
    return (
      <p className="banner" data-tone="approved">
        <FormattedMessage id="complaints.noneLate" />
      </p>
    );
  return (
    <Section title="complaints.late" rows={list.nodes.map(({ row }) => row)}>
      <MoreButton list={list} />
    </Section>
  );
}

/** What is not late: the late ones stand above already. */
function Others({ search }: { search: ComplaintSearch }) {
  const list = usePages(Register, { filter: filterOf(search) }, rowsOf);
  if (!list.data) return <Unready error={list.error} again={list.again} rows={4} height={120} />;
  const rows = list.nodes.map(({ row }) => row).filter(({ isLate }) => !isLate);
  if (rows.length === 0 && !list.more)
    return (
      <p className="muted">
        <FormattedMessage id="complaints.noOthers" />
      </p>
    );
  return (
    <Section title="complaints.others" rows={rows}>
      <MoreButton list={list} />
    </Section>
  );
}

interface SectionProps {
  readonly title: 'complaints.late' | 'complaints.others';
  readonly rows: readonly Row[];
  readonly children: React.ReactNode;
}

function Section({ title, rows, children }: SectionProps) {
  return (
    <section>
      <h2>
        <FormattedMessage id={title} />
      </h2>
      {rows.map((row) => (
        <Complaint key={row.case.id} row={row} />
      ))}
      {children}
    </section>
  );
}

function Complaint({ row }: { row: Row }) {
  const { case: of, complainedAt, isLate } = row;
  return (
    <article className="item" data-late={isLate || undefined}>
      <div className="line-of">
        <strong>
          <Link to="/cases/$id" params={{ id: of.id }} data-row={of.id}>
            {of.customer.name ?? <FormattedMessage id="case.erased" />} {of.ref}
          </Link>
        </strong>
        <CaseMark status={of.status} />
        <span className="push meta">
          <FormattedMessage id="complaints.of" values={{ name: of.owner.name, when: <When at={complainedAt} /> }} />
        </span>
      </div>
      <p className="clamp">{of.need}</p>
      <ComplaintFaces complaint={row} />
    </article>
  );
}

/** What the service is asked, and the file: days begin and end at midnight of the clock here. */
function filterOf({ show = 'open', since, until }: ComplaintSearch): object {
  return {
    show: show.toUpperCase(),
    ...(since ? { since: midnight(since, 0) } : {}),
    ...(until ? { until: midnight(until, 1) } : {}),
  };
}

/** The beginning of a day, or of one after it. */
function midnight(day: string, days: number): string {
  return new Date(instantOf(dayAt('UTC', Date.parse(day), days, '00:00'), HERE)).toISOString();
}
