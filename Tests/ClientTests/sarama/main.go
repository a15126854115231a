// A Kafka client in Go, built on the sarama of Debian, for the tests to drive.
//
//	sarama produce BROKER TOPIC CODEC ACKS   records from standard input, one "key TAB value" a line
//	sarama consume BROKER TOPIC COUNT        COUNT records to standard output, as above
//	sarama group   BROKER TOPIC COUNT GROUP  the same as a member of a group, committing what it read
package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/Shopify/sarama"
)

// Everything ends by itself.
const limit = 30 * time.Second

var codecs = map[string]sarama.CompressionCodec{
	"none":   sarama.CompressionNone,
	"gzip":   sarama.CompressionGZIP,
	"snappy": sarama.CompressionSnappy,
	"lz4":    sarama.CompressionLZ4,
	"zstd":   sarama.CompressionZSTD,
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// This sarama does not negotiate: it is told which versions to send.
func newConfig() *sarama.Config {
	config := sarama.NewConfig()
	config.Version = sarama.V2_1_0_0
	config.Producer.Return.Successes = true
	config.Consumer.Offsets.Initial = sarama.OffsetOldest
	return config
}

func produce(broker, topic, codec, acks string) {
	number, err := strconv.Atoi(acks)
	fail(err)
	config := newConfig()
	config.Producer.Compression = codecs[codec]
	config.Producer.RequiredAcks = sarama.RequiredAcks(number)
	producer, err := sarama.NewSyncProducer([]string{broker}, config)
	fail(err)
	var messages []*sarama.ProducerMessage
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		parts := strings.SplitN(lines.Text(), "\t", 2)
		messages = append(messages, &sarama.ProducerMessage{
			Topic: topic, Key: sarama.StringEncoder(parts[0]), Value: sarama.StringEncoder(parts[1]),
			Headers: []sarama.RecordHeader{{Key: []byte("client"), Value: []byte("sarama")}},
		})
	}
	err = producer.SendMessages(messages)
	if failed, ok := err.(sarama.ProducerErrors); ok {
		err = failed[0]
	}
	fail(err)
	fail(producer.Close())
}

func show(message *sarama.ConsumerMessage) {
	header := ""
	for _, one := range message.Headers {
		header = string(one.Key) + "=" + string(one.Value)
	}
	fmt.Printf("%s\t%s\t%s\n", message.Key, message.Value, header)
}

func consume(broker, topic string, count int) {
	consumer, err := sarama.NewConsumer([]string{broker}, newConfig())
	fail(err)
	partitions, err := consumer.Partitions(topic)
	fail(err)
	messages := make(chan *sarama.ConsumerMessage)
	for _, partition := range partitions {
		one, err := consumer.ConsumePartition(topic, partition, sarama.OffsetOldest)
		fail(err)
		go func() {
			for message := range one.Messages() {
				messages <- message
			}
		}()
	}
	for ; count > 0; count-- {
		select {
		case message := <-messages:
			show(message)
		case <-time.After(limit):
			fail(fmt.Errorf("%d records are missing", count))
		}
	}
}

type reader struct {
	left int
	done context.CancelFunc
	lock sync.Mutex
}

func (*reader) Setup(sarama.ConsumerGroupSession) error   { return nil }
func (*reader) Cleanup(sarama.ConsumerGroupSession) error { return nil }

func (r *reader) ConsumeClaim(session sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	for message := range claim.Messages() {
		r.lock.Lock()
		show(message)
		session.MarkMessage(message, "")
		r.left--
		if r.left == 0 {
			r.done()
		}
		r.lock.Unlock()
	}
	return nil
}

func group(broker, topic string, count int, name string) {
	member, err := sarama.NewConsumerGroup([]string{broker}, name, newConfig())
	fail(err)
	ctx, done := context.WithTimeout(context.Background(), limit)
	handler := &reader{left: count, done: done}
	for ctx.Err() == nil {
		fail(member.Consume(ctx, []string{topic}, handler))
	}
	fail(member.Close())
	if handler.left > 0 {
		fail(fmt.Errorf("%d records are missing", handler.left))
	}
}

func main() {
	arguments := os.Args[1:]
	if len(arguments) < 4 {
		fail(fmt.Errorf("too few arguments"))
	}
	if arguments[0] == "produce" {
		produce(arguments[1], arguments[2], arguments[3], arguments[4])
		return
	}
	count, err := strconv.Atoi(arguments[3])
	fail(err)
	if arguments[0] == "group" {
		group(arguments[1], arguments[2], count, arguments[4])
		return
	}
	consume(arguments[1], arguments[2], count)
}
