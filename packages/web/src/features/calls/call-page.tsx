import { callStorySchema } from '@opbx/contract/calls'
import { useQuery } from '@tanstack/react-query'
import { Link as LinkIcon, Route } from 'lucide-react'
import { api } from '../../api/client.ts'
import { usePathParam } from '../../app/navigation.ts'
import { callStateOf } from '../../format/call-state.ts'
import { useFormat } from '../../format/format-context.tsx'
import { formatPhoneNumber } from '../../format/phone-number.ts'
import { useText } from '../../texts/i18n.ts'
import { Badge, CallState } from '../../ui/badge.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-field.tsx'
import { Loaded } from '../../ui/loading.tsx'
import { Page, PageHead } from '../../ui/page-head.tsx'
import { showToast } from '../../ui/toast.tsx'
import { callHeading } from './call-heading.ts'
import { EventsCard, LegsCard } from './events-card.tsx'
import { RecordingCards } from './recordings-card.tsx'
import { SaveTestButton } from './save-test-button.tsx'
import { FactsCard, MessageCards } from './story-aside.tsx'
import './story.css'
import { TimelineCard } from './timeline-card.tsx'
import { WhyCard } from './why-card.tsx'

/** One call's story: what happened, when, and because of what. */
export function CallPage() {
  const t = useText()
  const format = useFormat()
  const id = usePathParam('id')
  const query = useQuery({
    queryKey: ['calls', 'story', id],
    queryFn: ({ signal }) => api.get(`/calls/${id}`, { schema: callStorySchema, signal }),
  })
  const up = { to: '/calls', label: t('calls.history.crumb') }
  if (query.data === undefined) {
    return (
      <Page tight>
        <PageHead title={t('calls.history.crumb')} up={up} />
        <Loaded query={query}>{() => null}</Loaded>
      </Page>
    )
  }
  const call = query.data
  const copyAddress = () =>
    void copyText(window.location.href).then(
      (isCopied) => isCopied && showToast(t('common.copied')),
    )
  return (
    <Page tight>
      <PageHead
        title={formatPhoneNumber(call.from) || t('calls.story.unknown')}
        heading={callHeading(call, t)}
        up={up}
        lead={
          <span className="row wrap">
            <CallState state={callStateOf(call)} />
            <span>
              {t('calls.story.meta', {
                date: format.longDate(call.startedAt),
                time: format.time(call.startedAt),
              })}
            </span>
            {call.revision !== null && (
              <Badge>{t('calls.story.version', { number: call.revision })}</Badge>
            )}
            {call.trial && <Badge tone="accent">{t('calls.story.trial')}</Badge>}
          </span>
        }
        actions={
          <>
            {call.status === 'ended' && <SaveTestButton id={call.id} />}
            {call.trace.some(({ node }) => node !== null) && (
              <ButtonLink icon={Route} to={`/flow/map?call=${call.id}`}>
                {t('calls.story.onMap')}
              </ButtonLink>
            )}
            <Button icon={LinkIcon} onClick={copyAddress}>
              {t('calls.story.copyLink')}
            </Button>
          </>
        }
      />
      <TimelineCard call={call} />
      <div className="storygrid">
        <div className="col gap-4">
          <WhyCard call={call} />
          <LegsCard call={call} />
          <EventsCard call={call} />
        </div>
        <div className="col gap-4">
          <MessageCards call={call} />
          <RecordingCards call={call} />
          <FactsCard call={call} />
        </div>
      </div>
    </Page>
  )
}
