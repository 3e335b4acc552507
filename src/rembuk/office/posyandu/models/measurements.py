"""Children's measurements and what was derived from them."""

from __future__ import annotations

from django.db import models

from rembuk.office.people.models import Person


class Measurement(models.Model):
    """One weighing and measuring of a child: as written, as corrected, and as judged.

    Nothing is overwritten: a later version of the same child and day supersedes the earlier one,
    which stays; one taken back is superseded by itself. `counted` marks the one measurement that
    stands for the child in its month (the last valid weighing); all figures are counts over these
    rows.
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
