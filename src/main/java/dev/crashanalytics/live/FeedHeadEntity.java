package dev.crashanalytics.live;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** The next offset of the feed and the epoch it counts in: the one row of {@code feed_head}. */
@Entity
@Immutable
@Table(name = "feed_head")
public class FeedHeadEntity extends PanacheEntityBase {

    @Id
    public Boolean onlyRow;

    public UUID epoch;
    public long nextOffset;
}
