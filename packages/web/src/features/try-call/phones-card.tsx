import { useQuery } from '@tanstack/react-query'
import { BellRing, Phone, PhoneCall, PhoneOff } from 'lucide-react'
import { flowQuery } from '../../api/flow.ts'
import { formatPhoneNumber } from '../../format/phone-number.ts'
import { useText } from '../../texts/i18n.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { CallState } from '../../ui/badge.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Menu } from '../../ui/menu.tsx'
import type { ControlProps } from './control-props.ts'
import { withPlus } from './story.ts'
import { secondsLeft } from './turn.ts'

/** The phones that ring, and what the people in front of them do. */
export function PhonesCard(props: ControlProps) {
  const { call, act, isBusy } = props
  const t = useText()
  // Somebody who is a member twice is rung twice, and has one phone.
  const ringing = [...new Set(call.situation?.ringing)]
  const isTalking = call.situation?.kind === 'talking'
  const isIdle = ringing.length === 0 && !isTalking
  return (
    <section className={classNames('card', isIdle && 'is-off')} aria-labelledby="phones">
      <div className="card__head">
        <h2 id="phones" className="grow">
          {t('tryCall.phones')}
        </h2>
        {ringing.length > 0 && (
          <CallState state="ringing">{t('tryCall.ringing', { count: ringing.length })}</CallState>
        )}
        {isTalking && <CallState state="talking" />}
      </div>
      {ringing.length > 0 && (
        <ul className="list">
          {ringing.map((number) => (
            <RingingPhone key={number} number={number} {...props} />
          ))}
        </ul>
      )}
      {isTalking && (
        <div className="phone">
          <span className="tile tile--ok">
            <PhoneCall className="i" />
          </span>
          <span className="grow small">{t('tryCall.connected')}</span>
          <Button
            size="sm"
            variant="danger"
            icon={PhoneOff}
            disabled={isBusy}
            aria-label={t('tryCall.calleeHangsUp')}
            onClick={() => act({ hangUp: 'callee' })}
          >
            {t('tryCall.calleeHangsUpShort')}
          </Button>
        </div>
      )}
      {isIdle && <p className="small quiet px-4 py-3">{t('tryCall.noPhone')}</p>}
    </section>
  )
}

function RingingPhone({ number, call, act, isBusy }: ControlProps & { number: string }) {
  const t = useText()
  const flow = useQuery(flowQuery)
  // A second device is `1001-2`; a number outside comes with or without +.
  const inside = number.split('-')[0]
  const node = flow.data?.nodes.find(({ extension }) => extension === inside)
  const shown = node ? number : formatPhoneNumber(withPlus(number))
  const name = node?.name ?? shown
  return (
    <li className="phone is-ringing">
      <Avatar name={node?.name ?? t('tryCall.outsidePhone')} presence="ring" />
      <div className="grow min-w-0">
        <span className="block">
          <b className="medium">{name}</b> {node && <span className="quiet tel">{shown}</span>}
        </span>
        <span className="state state--ringing">
          <BellRing className="i" />
          {t('tryCall.ringsFor', { count: secondsLeft(call) })}
        </span>
      </div>
      <span className="inline-flex gap-1">
        <Button
          size="sm"
          variant="answer"
          icon={Phone}
          disabled={isBusy}
          aria-label={t('tryCall.answerAs', { name })}
          onClick={() => act({ answer: number })}
        >
          {t('tryCall.answer')}
        </Button>
        <Menu
          trigger={
            <IconButton
              icon={PhoneOff}
              variant="danger"
              label={t('tryCall.decline', { name })}
              disabled={isBusy}
            />
          }
          groups={[
            {
              entries: [
                {
                  label: t('tryCall.decline', { name }),
                  onSelect: () => act({ decline: number }),
                },
                { label: t('tryCall.busy', { name }), onSelect: () => act({ busy: number }) },
                { label: t('tryCall.ignore', { name }), onSelect: () => act({ noAnswer: number }) },
              ],
            },
          ]}
        />
      </span>
    </li>
  )
}
