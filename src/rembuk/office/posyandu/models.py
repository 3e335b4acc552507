"""Posts, their sessions, children's measurements and what was derived from them."""

from __future__ import annotations

from django.db import models

from rembuk.office.people.models import Person


class HealthCentre(models.Model):
    """A puskesmas, with the posts it supervises."""

    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=80)
    area_code = models.CharField(max_length=13, db_index=True)  # kecamatan
    import_id = models.BigIntegerField(null=True)  # the import that first named it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area_code", "name_key"], name="health_centre_once")
        ]

    def __str__(self) -> str:
        return self.name


class Posyandu(models.Model):
    """A post of a village. Its code extends the village's path: `16.06.01.2001.P03`."""

    code = models.CharField(primary_key=True, max_length=20)
    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=80)
    village_code = models.CharField(max_length=13, db_index=True)
    health_centre = models.ForeignKey(HealthCentre, null=True, on_delete=models.PROTECT)
    import_id = models.BigIntegerField(null=True)  # the import that first named it

    class Meta:
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(fields=["village_code", "name_key"], name="posyandu_once")
        ]

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    """A posyandu month: when it was held (most frequent date), when its data arrived."""

    posyandu = models.ForeignKey(Posyandu, on_delete=models.CASCADE, related_name="sessions")
    place_code = models.CharField(max_length=20)
    month = models.DateField()
    held_on = models.DateField(null=True)
    received_on = models.DateField(null=True)
    measured = models.PositiveIntegerField(default=0)
    device = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["posyandu", "month"], name="session_once")]
        indexes = [models.Index(fields=["month", "place_code"])]

    def __str__(self) -> str:
        return f"{self.posyandu_id} {self.month}"


class Measurement(models.Model):
    """One weighing and measuring of a child: as written, as corrected, and as judged.

    Nothing is overwritten: a later version of the same child and day supersedes the earlier one,
    which stays. `counted` marks the one measurement that stands for the child in its month (the
    last valid weighing); all figures are counts over these rows.
    """

    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="measurements")
    place_code = models.CharField(max_length=20)  # posyandu code
    date = models.DateField()
    month = models.DateField()
    # as written
    weight = models.FloatField(null=True)  # kg
    lenhei = models.FloatField(null=True)  # cm
    position = models.CharField(max_length=1, blank=True)  # L lying, H standing
    muac = models.FloatField(null=True)  # cm
    headc = models.FloatField(null=True)  # cm
    oedema = models.BooleanField(default=False)
    left_why = models.CharField(max_length=12, blank=True)  # the row says: pindah, meninggal
    device = models.CharField(max_length=60, blank=True)
    measured_by = models.CharField(max_length=60, blank=True)
    file_zlen = models.FloatField(null=True)
    file_zwei = models.FloatField(null=True)
    file_zwfl = models.FloatField(null=True)
    file_tbu = models.CharField(max_length=20, blank=True)  # the file's words as our codes
    file_bbu = models.CharField(max_length=20, blank=True)
    file_bbtb = models.CharField(max_length=20, blank=True)
    file_nt = models.CharField(max_length=1, blank=True)
    # derived (rule_version says by which rules)
    age_days = models.IntegerField(null=True)
    clenhei = models.FloatField(null=True)
    zlen = models.FloatField(null=True)
    zwei = models.FloatField(null=True)
    zwfl = models.FloatField(null=True)
    zbmi = models.FloatField(null=True)
    zhc = models.FloatField(null=True)
    zac = models.FloatField(null=True)
    flags = models.CharField(max_length=24, blank=True)  # e.g. "len wei wfl"
    tbu = models.CharField(max_length=20, blank=True)  # category codes, see reference
    bbu = models.CharField(max_length=20, blank=True)
    bbtb = models.CharField(max_length=20, blank=True)
    counted = models.BooleanField(default=False)
    nt = models.CharField(max_length=1, blank=True)  # N T O B
    gain_g = models.IntegerField(null=True)
    kbm_g = models.IntegerField(null=True)
    two_t = models.BooleanField(default=False)
    bgm = models.BooleanField(default=False)
    doubts = models.CharField(max_length=80, blank=True)  # codes, e.g. "position birth-date"
    rule_version = models.CharField(max_length=24, blank=True)
    # where it came from
    import_id = models.BigIntegerField(null=True)
    row_no = models.PositiveIntegerField(null=True)
    source = models.CharField(max_length=40)
    superseded_by = models.ForeignKey("self", null=True, on_delete=models.SET_NULL)

    class Meta:
        indexes = [
            models.Index(fields=["child", "date"]),
            # one index answers every count, every list of a month and when a post was held,
            # without touching the rows
            models.Index(
                name="measurement_month",
                fields=[
                    *("month", "place_code", "counted", "tbu", "bbtb", "bbu", "nt", "two_t"),
                    *("bgm", "child", "date", "import_id"),
                ],
            ),
            models.Index(fields=["import_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} {self.date}"


class CaseEvent(models.Model):
    """One change of a child's stunting case, in the month it happened."""

    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="case_events")
    place_code = models.CharField(max_length=20)
    month = models.DateField()
    on = models.DateField()
    event = models.CharField(max_length=16)  # codes of reference case states
    rule_version = models.CharField(max_length=24)

    class Meta:
        indexes = [
            models.Index(fields=["month", "place_code"]),
            models.Index(fields=["child", "on"]),
            # the balance of a place from the index alone
            models.Index(name="case_balance", fields=["place_code", "month", "event", "child"]),
        ]

    def __str__(self) -> str:
        return self.event


class ChildStatus(models.Model):
    """Where a child stands today: last measurement, case state, rank and reasons."""

    child = models.OneToOneField(
        Person, primary_key=True, on_delete=models.CASCADE, related_name="status"
    )
    place_code = models.CharField(max_length=20)
    birth_date = models.DateField(null=True)
    last = models.ForeignKey(Measurement, null=True, on_delete=models.SET_NULL)
    last_date = models.DateField(null=True)
    zlen = models.FloatField(null=True)  # of the last measurement, for lists in its order
    case = models.CharField(max_length=16, blank=True)
    case_since = models.DateField(null=True)
    rank = models.PositiveIntegerField(null=True)
    tier = models.PositiveSmallIntegerField(null=True)
    reasons = models.JSONField(default=list)  # codes and values, worded when shown
    rule_version = models.CharField(max_length=24, blank=True)

    class Meta:
        indexes = [
            # ranked lists and lists in order of rank or length, from the index alone
            models.Index(name="status_ranked", fields=["place_code", "tier", "rank", "child"]),
            models.Index(name="status_order", fields=["child", "rank", "zlen"]),
        ]

    def __str__(self) -> str:
        return str(self.child_id)


class MonthlyRecap(models.Model):
    """Counts of one post in one month. Areas are sums of these rows; percentages are not stored."""

    posyandu = models.ForeignKey(Posyandu, on_delete=models.CASCADE, related_name="recaps")
    place_code = models.CharField(max_length=20)
    month = models.DateField()
    s = models.PositiveIntegerField(default=0)
    d = models.PositiveIntegerField(default=0)
    n = models.PositiveIntegerField(default=0)
    t = models.PositiveIntegerField(default=0)
    o = models.PositiveIntegerField(default=0)
    b = models.PositiveIntegerField(default=0)
    two_t = models.PositiveIntegerField(default=0)
    bgm = models.PositiveIntegerField(default=0)
    len_n = models.PositiveIntegerField(default=0)  # counted, PB/U or TB/U known and not flagged
    stunted = models.PositiveIntegerField(default=0)
    severely_stunted = models.PositiveIntegerField(default=0)
    wfl_n = models.PositiveIntegerField(default=0)
    wasted = models.PositiveIntegerField(default=0)
    severely_wasted = models.PositiveIntegerField(default=0)
    wei_n = models.PositiveIntegerField(default=0)
    underweight = models.PositiveIntegerField(default=0)
    new_cases = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["posyandu", "month"], name="recap_once")]
        indexes = [models.Index(fields=["month", "place_code"])]

    def __str__(self) -> str:
        return f"{self.posyandu_id} {self.month}"


class PmtEpisode(models.Model):
    """One episode of supplementary feeding (PMT) of a child, as the agency's history tells it.
    The files give no end date; `status` is the agency's own word, kept as written."""

    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="pmt_episodes")
    place_code = models.CharField(max_length=20)
    start = models.DateField()
    programme = models.CharField(max_length=40, blank=True)  # e.g. gizi-kurang, t, underweight
    weight_start = models.FloatField(null=True)  # kg
    weight_end = models.FloatField(null=True)
    lenhei_start = models.FloatField(null=True)  # cm
    lenhei_end = models.FloatField(null=True)
    status = models.CharField(max_length=60, blank=True)
    budget = models.CharField(max_length=60, blank=True)
    cycle = models.CharField(max_length=20, blank=True)
    monitored = models.PositiveSmallIntegerField(null=True)  # times looked after
    import_id = models.BigIntegerField(null=True)
    row_no = models.PositiveIntegerField(null=True)
    source = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "start", "programme"], name="pmt_once")
        ]
        indexes = [models.Index(fields=["import_id"])]

    def __str__(self) -> str:
        return f"{self.child_id} {self.start}"


class Rederivation(models.Model):
    """An explicit judging again after a rule changed: who asked is in the access log; here stand
    the reason, the place, and how many rows moved from which rule version to which."""

    at = models.DateTimeField(auto_now_add=True)
    place_code = models.CharField(max_length=20)
    reason = models.CharField(max_length=200)
    rule_version = models.CharField(max_length=24)
    replaced = models.JSONField(default=dict)  # old version -> rows whose verdict changed
    rows = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.place_code} {self.rule_version}"
