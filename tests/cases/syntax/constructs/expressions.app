entity E {
  rule literals = null == true or (false == this)
  rule numbers = 1_000 + 19.5 - 7.5% == 2 hours
  rule precedence = a or b and not c == d ?? e + f * -g.h.i
  rule left = a - b - c == a / b / c
  rule grouped = (a or b) and (c - (d - e)) > 1
  rule comparisons = (a == b) == (a != b) and a < b and a <= b and a > b and a >= b
  rule lists = stage in [Lead, Stage.Closed] and stage not in [Lost]
  rule choice = if a then b else if c then d else e
  rule any = some d in company.deals where d.value > 10 and d.stage == stage
  rule nested = a or (some d in deals where d.mine) or (if b then c else d)
  rule calls = now() > max(a, b) and days_between(created_at, today()) > 3
  rule queries = count(deals where stage == Lead) + sum(deals.value where a or b sort value desc limit 5) > 0
  rule not_not = not not (not a)
  rule minus = - -a - -b == -(-c)
  rule words = min(list, form) == value.list.item + count(from)
}
